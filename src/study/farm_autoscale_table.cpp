#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds day{86400};
constexpr double most = 1e15;

std::vector<Finding> check(const Autoscale& scale) {
  std::vector<Finding> findings;
  if (scale.ceiling.has_value() && scale.floor > scale.ceiling.value()) {
    findings.push_back(
        {"floor",
         {fmt::format("floor = {} is above ceiling = {}", spell(scale.floor), spell(scale.ceiling)),
          "no number of tasks is both",
          "lower farm.autoscale.floor or raise farm.autoscale.ceiling",
          {}}});
    findings.back().other = "ceiling";
  }
  const bool has_target = scale.cpu.has_value() || scale.memory.has_value() || scale.queue.has_value() ||
                          scale.metric.has_value();
  if (scale.enabled && !has_target) {
    findings.push_back({"enabled",
                        {"enabled = true has nothing to follow",
                         R"(cpu, memory, queue and metric are all "none")",
                         "set one of them, or enabled = false",
                         {}}});
  }
  return findings;
}

}  // namespace

Section farm_autoscale_table() {
  return make_section(
      part_of(part_of(whole_study(), &Sections::farm), &Farm::autoscale),
      {.name = "farm.autoscale",
       .doc = "How the number of tasks that run at once on a node follows what they use. Off by default: the "
              "work of a study uses its cores in full on purpose, and memory has limits of its own.",
       .applies = "all jobs"},
      {
          field(&Autoscale::enabled, {.name = "enabled",
                                      .doc = "tasks at once on a node = ceil(now x measured / target), the "
                                             "largest that cpu, queue and metric ask for"}),
          field(&Autoscale::cpu, {.name = "cpu",
                                  .doc = "share of a core that each running task is to use",
                                  .range = above(0, 1000)}),
          field(&Autoscale::memory, {.name = "memory",
                                     .doc = "share of a node's memory in use, beyond which fewer run; "
                                            "never a reason to run more",
                                     .range = above(0, 1)}),
          field(
              &Autoscale::queue,
              {.name = "queue", .doc = "tasks that are to wait for each that runs", .range = above(0, most)}),
          field(&Autoscale::metric,
                {.name = "metric",
                 .doc = "any other quantity of [watch]'s samples, as `run/samples` calls it, of the node or "
                        "of its first rank",
                 .example = R"("io_pressure")"}),
          field(&Autoscale::metric_target,
                {.name = "metric_target", .doc = "of that quantity, in its units", .range = above(0, most)}),
          field(&Autoscale::floor,
                {.name = "floor", .doc = "tasks at once on a node, at least", .range = between(1, 100'000)}),
          field(&Autoscale::ceiling, {.name = "ceiling",
                                      .doc = "tasks at once on a node, at most; auto: the planned workers, "
                                             "of which there are never more",
                                      .range = between(1, 100'000),
                                      .example = "8"}),
          field(&Autoscale::window,
                {.name = "window",
                 .doc = "time for which a smaller number must be asked for before it counts",
                 .unit = "seconds",
                 .range = between(0, day)}),
          field(&Autoscale::interval, {.name = "interval",
                                       .doc = "time between two looks",
                                       .unit = "seconds",
                                       .range = between(millisecond * 10, day)}),
      },
      SectionCheck<Autoscale>(check));
}

}  // namespace winnow::study
