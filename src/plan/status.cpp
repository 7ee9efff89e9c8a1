#include "winnow/plan/status.hpp"

#include <utility>

namespace winnow::plan {
namespace {

/// The plan goes by the limit; what others hold of it now may be less.
void warn_of_others(Status& status) {
  const auto available = status.node.memory_now.available;
  const auto peak = status.plan.predicted_peak();
  if (peak <= available) return;
  status.plan.warnings.push_back({"less memory is available now than the plan may use",
                                  base::to_text(available) + " of " + base::to_text(peak),
                                  "end other programs, or set resources.memory",
                                  {}});
}

}  // namespace

base::Result<Status> status_of(const cluster::Environment& environment, const study::Resources& resources) {
  auto here = cluster::discover_here(environment);
  if (!here) return tl::unexpected(here.error());
  auto plan = solve(*here, resources, Workload{});
  if (!plan) return tl::unexpected(plan.error());
  Status status{std::move(here->nodes.front().facts), plan->nodes.front().cores, *std::move(plan)};
  warn_of_others(status);
  return status;
}

}  // namespace winnow::plan
