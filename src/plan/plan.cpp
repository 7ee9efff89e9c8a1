#include "winnow/plan/plan.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <numeric>

#include "plan/node_solver.hpp"
#include "winnow/cluster/binding.hpp"

namespace winnow::plan {
namespace {

/// Of the first node that has any: the others were started by the same command.
std::vector<base::Error> binding_warnings(const cluster::Cluster& cluster,
                                          const std::vector<NodePlan>& plans) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto warnings = cluster::check_binding(cluster.nodes[i], plans[i].kernels);
    if (!warnings.empty()) return warnings;
  }
  return {};
}

}  // namespace

MemoryModel model_before_learning(const study::Resources& resources, const Workload& workload) {
  MemoryModel model;
  model.gamma = workload.has_pieces ? workload.gamma.value_or(resources.gamma) : 0;
  model.overhead = resources.overhead;
  return model;
}

std::string_view name_of(Bound bound) {
  switch (bound) {
    case Bound::cores:
      return "cores";
    case Bound::memory:
      return "memory";
    case Bound::setting:
      return "setting";
    case Bound::ranks:
      return "ranks";
    case Bound::fallback:
      return "fallback";
  }
  return "";
}

unsigned Plan::workers() const {
  return std::accumulate(nodes.begin(), nodes.end(), 0U,
                         [](unsigned sum, const NodePlan& node) { return sum + node.workers; });
}

base::Bytes Plan::chunk() const {
  auto least = base::Bytes::unlimited();
  for (const auto& node : nodes) {
    if (node.workers > 0) least = std::min(least, node.chunk);
  }
  return least;
}

base::Bytes Plan::predicted_peak() const {
  base::Bytes highest;
  for (const auto& node : nodes) highest = std::max(highest, node.predicted_peak);
  return highest;
}

namespace {

base::Result<Plan> solve_by_one_model(const cluster::Cluster& cluster, const study::Resources& resources,
                                      const Workload& workload) {
  NodeSolver solver(resources, workload);
  Plan plan;
  plan.subject = workload.subject;
  plan.has_pieces = workload.has_pieces;
  plan.learned = workload.learned;
  plan.model = solver.model();
  plan.eta = resources.eta;
  for (const auto& node : cluster.nodes) plan.nodes.push_back(solver.solve(node));
  if (plan.workers() == 0) return solver.refusal(plan.nodes);
  plan.warnings = binding_warnings(cluster, plan.nodes);
  auto own = solver.take_warnings();
  std::move(own.begin(), own.end(), std::back_inserter(plan.warnings));
  return plan;
}

bool has_more_ranks(const cluster::Cluster& cluster, std::uint32_t most) {
  return std::ranges::any_of(cluster.nodes, [&](const auto& node) { return node.ranks.size() > most; });
}

}  // namespace

base::Result<Plan> solve(const cluster::Cluster& cluster, const study::Resources& resources,
                         const Workload& workload) {
  assert(!cluster.nodes.empty());
  auto plan = solve_by_one_model(cluster, resources, workload);
  if (!plan || !workload.learned || !has_more_ranks(cluster, workload.learned->most_ranks)) return plan;
  auto unlearned = workload;
  unlearned.learned.reset();
  auto reckoned = solve_by_one_model(cluster, resources, unlearned);
  if (!reckoned || reckoned->predicted_peak() <= plan->predicted_peak()) return plan;
  reckoned->learned = workload.learned;
  reckoned->is_beyond_learned = true;
  return reckoned;
}

}  // namespace winnow::plan
