#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds hour{3600};
constexpr base::Seconds year{365 * 86400.0};
constexpr std::uint32_t most_in_batch = 1'000'000;

std::vector<Finding> check(const Farm& farm) {
  if (farm.batch_min <= farm.batch_max) return {};
  return {{"batch_min",
           {fmt::format("batch_min = {} is more than batch_max = {}", spell(farm.batch_min),
                        spell(farm.batch_max)),
            "no number of tasks is both",
            "lower farm.batch_min or raise farm.batch_max",
            {}},
           "batch_max"}};
}

}  // namespace

Section farm_table() {
  return make_section(
      part_of(whole_study(), &Sections::farm),
      {.name = "farm", .doc = "How tasks are handed out to workers.", .applies = "all jobs"},
      {
          field(&Farm::timeout, {.name = "timeout",
                                 .doc = "time that a task may take, before it is tried elsewhere",
                                 .unit = "seconds",
                                 .range = between(millisecond, year),
                                 .example = R"("10min")"}),
          field(&Farm::max_retries, {.name = "max_retries",
                                     .doc = "further tries of a failed task, before it is quarantined",
                                     .range = between(0, 1000)}),
          field(&Farm::heartbeat, {.name = "heartbeat",
                                   .doc = "time between signs of life; a rank that misses ten is lost",
                                   .unit = "seconds",
                                   .range = between(millisecond * 10, hour)}),
          field(&Farm::batch, {.name = "batch",
                               .doc = "tasks per message; auto follows their measured time, memory and "
                                      "success",
                               .unit = "tasks",
                               .range = between(1, most_in_batch),
                               .example = "64"}),
          field(&Farm::batch_min, {.name = "batch_min",
                                   .doc = "tasks per message that are measured, at least, but for the last",
                                   .unit = "tasks",
                                   .range = between(1, most_in_batch)}),
          field(&Farm::batch_max, {.name = "batch_max",
                                   .doc = "tasks per message that are measured, at most",
                                   .unit = "tasks",
                                   .range = between(1, most_in_batch)}),
          field(&Farm::prefetch, {.name = "prefetch",
                                  .doc = "tasks, or batches of them, that wait at a worker",
                                  .range = between(0, 1000)}),
          field(
              &Farm::queue,
              {.name = "queue",
               .doc =
                   "reports of a node that wait at rank 0, at most; then results wait on the node, and signs "
                   "of progress are dropped",
               .range = between(1, 1'000'000)}),
          field(
              &Farm::compress,
              {.name = "compress",
               .doc = "size from which messages between nodes are compressed, where that makes them smaller",
               .unit = "bytes",
               .range = at_least(base::Bytes{1}),
               .example = R"("64KiB")"}),
      },
      SectionCheck<Farm>(check));
}

}  // namespace winnow::study
