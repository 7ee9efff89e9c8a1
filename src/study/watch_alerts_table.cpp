#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds hour{3600};

std::vector<Finding> check(const Alerts& alerts) {
  if (alerts.memory.is_word() || alerts.memory_critical.is_word()) return {};
  if (alerts.memory.value().of_one <= alerts.memory_critical.value().of_one) return {};
  return {{"memory",
           {fmt::format("memory = {} is above memory_critical = {}", spell(alerts.memory),
                        spell(alerts.memory_critical)),
            "what is critical would come before the warning of it",
            "lower watch.alerts.memory or raise watch.alerts.memory_critical",
            {}},
           "memory_critical"}};
}

std::vector<Field<Alerts>> fields_of_limits() {
  return {
      field(&Alerts::memory,
            {.name = "memory",
             .doc = "share of a node's limit that anybody uses, or of the plan's limit there that "
                    "the run uses, the most of a minute, above which it is a warning",
             .range = above(0, 1)}),
      field(&Alerts::memory_critical,
            {.name = "memory_critical", .doc = "the same, above which it is critical", .range = above(0, 1)}),
      field(&Alerts::open_files, {.name = "open_files",
                                  .doc = "share of the files that a rank may have open, above",
                                  .range = above(0, 1)}),
      field(&Alerts::prediction,
            {.name = "prediction",
             .doc = "memory of a rank and its programs, the most of a minute, over the planned peak, above; "
                    "not where it is below half of what the rank may take",
             .range = above(0, 1000)}),
      field(&Alerts::disk, {.name = "disk",
                            .doc = "space left on the result's file system once it is written, below",
                            .unit = "bytes",
                            .range = at_least(base::Bytes{0})}),
  };
}

std::vector<Field<Alerts>> fields_of_pace() {
  return {
      field(&Alerts::storage,
            {.name = "storage",
             .doc = "bytes a second of an operation on files while it lasts, below; needs "
                    "16 MiB in a second or more of its time, or ten seconds, in blocks of 4 KiB",
             .unit = "bytes per second",
             .range = at_least(base::Bytes{0})}),
      field(&Alerts::hdf5, {.name = "hdf5",
                            .doc = "the same of operations on the result file, below",
                            .unit = "bytes per second",
                            .range = at_least(base::Bytes{0})}),
      field(&Alerts::unsteady, {.name = "unsteady",
                                .doc = "deviation of such a rate over its mean, above; needs ten "
                                       "windows, each of enough to tell such a rate",
                                .range = above(0, 1000)}),
      field(&Alerts::success,
            {.name = "success",
             .doc = "share of tasks or evaluations that succeed, and at the end of input files "
                    "that were not rejected, below; needs ten",
             .range = between(0, 1)}),
      field(&Alerts::falling,
            {.name = "falling",
             .doc = "tasks of the last two intervals, the better one, over those of before, below",
             .range = between(0, 1)}),
      field(&Alerts::slow_rank,
            {.name = "slow_rank",
             .doc = "time of a rank's tasks over the median of the other ranks', above; needs three "
                    "ranks with ten tasks each, and 10 s of work of that rank",
             .range = above(0, 1000)}),
  };
}

}  // namespace

Section watch_alerts_table() {
  auto fields = fields_of_limits();
  for (auto& field : fields_of_pace()) fields.push_back(std::move(field));
  fields.push_back(
      field(&Alerts::interval,
            {.name = "interval",
             .doc = "time between looks at growth, rates, disks and slow ranks, and over which throughput "
                    "is taken",
             .unit = "seconds",
             .range = between(millisecond * 10, hour)}));
  fields.push_back(field(&Alerts::command,
                         {.name = "command",
                          .doc = "program and arguments that are run for each alert, never through a shell, "
                                 "with what it is about in WINNOW_ALERT_RULE, _SUBJECT, _TEXT and others",
                          .example = R"(["./tell.sh"])"}));
  fields.push_back(field(&Alerts::command_timeout, {.name = "command_timeout",
                                                    .doc = "time that such a program may take",
                                                    .unit = "seconds",
                                                    .range = between(millisecond * 10, hour)}));
  return make_section(part_of(part_of(whole_study(), &Sections::watch), &Watch::alerts),
                      {.name = "watch.alerts",
                       .doc = R"(Beyond which figures a run warns of something; "none" switches one off.)",
                       .applies = "all jobs"},
                      std::move(fields), SectionCheck<Alerts>(check));
}

}  // namespace winnow::study
