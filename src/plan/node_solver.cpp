#include "plan/node_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::plan {
namespace {

using base::to_text;
using cluster::Node;
using study::Resources;

constexpr std::string_view setting_source = "resources.memory";

Pieces pieces_of(const Workload& workload, const Resources& resources) {
  if (!workload.has_pieces) return {PieceSizes({}), {}, {}};
  const bool divisible = !workload.smallest_chunk.is_unlimited();
  const auto chunk = std::min(workload.piece, resources.chunk.value_or(auto_chunk));
  const auto most = divisible ? chunk : workload.piece;
  auto sizes = workload.files.empty() ? PieceSizes({chunk}) : PieceSizes(workload.files);
  return {std::move(sizes), std::min(workload.smallest_chunk, most), most};
}

/// How many workers a node may have, memory aside.
struct Ceiling {
  unsigned workers = 1;
  Bound bound = Bound::cores;
};

Ceiling ceiling_by_cores(unsigned cores, const Resources& resources) {
  if (resources.workers.has_value()) return {resources.workers.value(), Bound::setting};
  if (!resources.safety) return {cores, Bound::cores};
  const auto share = std::max(1U, static_cast<unsigned>(std::floor(cores * resources.cpu_limit)));
  const auto most = std::min(share, resources.max_workers.on(share));
  return {most, most < cores ? Bound::setting : Bound::cores};
}

Ceiling ceiling_of(const Node& node, const Resources& resources) {
  const auto ceiling = ceiling_by_cores(node.cores(), resources);
  const auto ranks = static_cast<unsigned>(node.ranks.size());
  const bool one_each = resources.worker_type == study::WorkerType::process;
  return one_each && ranks > 0 && ranks < ceiling.workers ? Ceiling{ranks, Bound::ranks} : ceiling;
}

/// Spread evenly, the first ranks taking the rest.
std::vector<unsigned> kernels_of(unsigned workers, std::size_t ranks) {
  std::vector<unsigned> kernels(ranks);
  for (std::size_t i = 0; i < ranks; ++i) {
    kernels[i] = static_cast<unsigned>(workers / ranks + (i < workers % ranks ? 1 : 0));
  }
  return kernels;
}

/// "64 MiB + 3 × 2 GiB + 50 MiB = 6.11 GiB": what a node needs for one worker, with its piece if it has any.
std::string sum_text(const MemoryModel& model, std::optional<base::Bytes> piece) {
  const auto of_piece = piece ? fmt::format("{:.4g} × {} + ", model.gamma, to_text(*piece)) : std::string();
  return fmt::format("{} + {}{} = {}", to_text(model.base), of_piece, to_text(model.overhead),
                     to_text(file_peak(model, piece.value_or(base::Bytes{}))));
}

/// "0.75 × 16 GiB = 12 GiB".
std::string budget_text(const NodePlan& node, double eta) {
  return fmt::format("{:g} × {} = {}", eta, to_text(node.limit), to_text(node.budget));
}

}  // namespace

NodeSolver::NodeSolver(const Resources& resources, const Workload& workload)
    : resources_(resources),
      has_pieces_(workload.has_pieces),
      is_learned_(workload.learned.has_value()),
      pieces_(pieces_of(workload, resources)),
      model_(workload.learned ? workload.learned->model : model_before_learning(resources, workload)) {
}

/// What its ranks take is its base's as soon as there are any, work or no work; until then each worker is
/// one, or all are threads of one. Before anything was learned, ranks that have a worker are in its overhead.
MemoryModel NodeSolver::model_of(const Node& node, unsigned most_workers) const {
  const auto ranks = static_cast<unsigned>(node.ranks.size());
  if (ranks > 0 && !is_learned_) {
    auto model = model_;
    model.base += idle_rank * (ranks - std::min(ranks, most_workers));
    return model;
  }
  if (ranks > 0) return with_ranks(model_, ranks);
  if (resources_.worker_type == study::WorkerType::thread) return with_ranks(model_, 1);
  return with_rank_per_worker(model_);
}

NodePlan NodeSolver::solve(const Node& node) {
  const auto ceiling = ceiling_of(node, resources_);
  const auto model = model_of(node, ceiling.workers);
  NodePlan plan;
  plan.hostname = node.facts.hostname;
  plan.cores = node.cores();
  plan.workers = ceiling.workers;
  plan.bound = ceiling.bound;
  plan.base = model.base;
  set_budget(node, plan);
  if (plan.budget.is_unlimited()) {
    if (resources_.safety) fall_back(plan);
    warn_without_cap(plan);
  } else {
    fit(model, plan);
  }
  warn_of_given_workers(plan);
  set_chunk(model, plan);
  plan.kernels = kernels_of(plan.workers, node.ranks.size());
  return plan;
}

tl::unexpected<base::Error> NodeSolver::refusal(const std::vector<NodePlan>& nodes) const {
  const auto& best = *std::max_element(
      nodes.begin(), nodes.end(), [](const NodePlan& a, const NodePlan& b) { return a.budget < b.budget; });
  const auto piece = smallest_piece();
  const auto* const way = best.limit_source == setting_source
                              ? "raise resources.memory"
                              : "raise resources.eta, or run on nodes with more memory";
  auto model = with_rank_per_worker(model_);
  if (best.base > model_.base) {  // which has the ranks already
    model = model_;
    model.base = best.base;
  }
  return base::fail(
      piece ? fmt::format("a piece of {} fits on no node", to_text(*piece)) : "no worker fits on any node",
      fmt::format("it needs {}{}; the most that may be used is {}, on {}, by {}", sum_text(model, piece),
                  is_learned_ ? ", as earlier runs have shown" : "", budget_text(best, resources_.eta),
                  best.hostname, best.limit_source),
      fmt::format("{}{}", way, is_learned_ ? "; resources.learned = \"none\" forgets earlier runs" : ""));
}

/// The largest piece when all are cut as small as they can be; nothing where workers hold none.
std::optional<base::Bytes> NodeSolver::smallest_piece() const {
  if (!has_pieces_) return std::nullopt;
  return std::min(pieces_.sizes.largest(), pieces_.least_chunk);
}

void NodeSolver::set_budget(const Node& node, NodePlan& plan) {
  auto limit = node.facts.memory;
  if (resources_.memory.has_value()) {
    const auto asked = resources_.memory.value();
    if (limit.known() && asked > limit.value) {
      warnings_.add(plan.hostname,
                    {fmt::format("{} = {} is more than there is", setting_source, to_text(asked)),
                     fmt::format("the limit is {}, by {}", to_text(limit.value), limit.source),
                     "the real limit holds; lower the key to be rid of this",
                     {}});
    }
    limit = with_candidate(std::move(limit), {asked, std::string(setting_source)});
  }
  plan.limit = limit.value;
  plan.limit_source = limit.source;
  plan.budget = resources_.safety ? budget_of(limit.value, resources_.eta) : base::Bytes::unlimited();
}

void NodeSolver::fall_back(NodePlan& plan) const {
  if (resources_.workers.has_value() || plan.workers <= resources_.fallback_workers) return;
  plan.workers = resources_.fallback_workers;
  plan.bound = Bound::fallback;
}

void NodeSolver::fit(const MemoryModel& model, NodePlan& plan) {
  const auto fits = best_workers(model, pieces_.sizes, plan.budget, plan.workers, pieces_.least_chunk);
  if (fits >= plan.workers) return;
  if (fits == 0 && is_learned_ && file_peak(model, smallest_piece().value_or(base::Bytes{})) <= plan.limit) {
    plan.workers = 1;
    plan.bound = Bound::memory;
    warn_of_tight_node(model, plan);
    return;
  }
  if (fits == 0) {
    plan.workers = 0;
    plan.bound = Bound::memory;
    warn_of_small_node(model, plan);
    return;
  }
  const bool given = resources_.workers.has_value();
  const auto floor = given ? plan.workers : std::min(plan.workers, resources_.min_workers.on(plan.cores));
  if (fits < floor) warn_of_floor(plan, given ? "resources.workers" : "resources.min_workers", floor, fits);
  if (!given) plan.bound = fits < floor ? Bound::setting : Bound::memory;
  plan.workers = std::max(fits, floor);
}

void NodeSolver::set_chunk(const MemoryModel& model, NodePlan& plan) const {
  plan.chunk =
      best_chunk(model, pieces_.sizes, plan.budget, plan.workers, pieces_.least_chunk, pieces_.most_chunk)
          .value_or(pieces_.least_chunk);
  plan.predicted_peak = batch_peak(model, pieces_.sizes, plan.workers, plan.chunk);
}

void NodeSolver::warn_of_small_node(const MemoryModel& model, const NodePlan& plan) {
  const auto piece = smallest_piece();
  const auto what = piece ? "a piece of " + to_text(*piece) : std::string("a worker");
  warnings_.add(plan.hostname, {fmt::format("{} does not fit, so no work goes there", what),
                                fmt::format("it needs {}; the most that may be used is {}",
                                            sum_text(model, piece), budget_text(plan, resources_.eta)),
                                "raise resources.eta, or leave the node out",
                                {}});
}

/// Where an earlier run has shown what it takes, one that is within the limit is not refused for the margin
/// that eta leaves: that run may have been this one.
void NodeSolver::warn_of_tight_node(const MemoryModel& model, const NodePlan& plan) {
  warnings_.add(plan.hostname,
                {"one worker takes more than is to be used, and runs by itself",
                 fmt::format("it needs {}, as earlier runs have shown; the most that may be used "
                             "is {}",
                             sum_text(model, smallest_piece()), budget_text(plan, resources_.eta)),
                 "raise resources.eta, or run on nodes with more memory",
                 {}});
}

void NodeSolver::warn_of_floor(const NodePlan& plan, std::string_view key, unsigned floor, unsigned fits) {
  warnings_.add(plan.hostname,
                {fmt::format("{} = {} does not fit in memory, {} would", key, floor, fits),
                 fmt::format("the most that may be used is {}", budget_text(plan, resources_.eta)),
                 fmt::format("lower {}; until then fewer {} than workers are in memory at once", key,
                             has_pieces_ ? "pieces" : "evaluations"),
                 {}});
}

void NodeSolver::warn_without_cap(const NodePlan& plan) {
  const auto problem =
      fmt::format("{} worker{} without a cap on memory", plan.workers, plan.workers == 1 ? "" : "s");
  if (resources_.safety) {
    warnings_.add(plan.hostname,
                  {problem, "no memory limit is known: " + plan.limit_source, "set resources.memory", {}});
  } else {
    warnings_.add(plan.hostname, {problem, "resources.safety = false", "set resources.safety = true", {}});
  }
}

void NodeSolver::warn_of_given_workers(const NodePlan& plan) {
  if (!resources_.workers.has_value()) return;
  const auto given = resources_.workers.value();
  if (plan.bound == Bound::ranks) {
    warnings_.add(
        plan.hostname,
        {fmt::format("resources.workers = {}, but only {} started", given,
                     plan.workers == 1 ? "1 rank was" : fmt::format("{} ranks were", plan.workers)),
         "each rank runs one worker",
         fmt::format("start mpirun with --map-by ppr:{}:node, or set resources.worker_type = \"thread\"",
                     given),
         {}});
  } else if (given > plan.cores) {
    warnings_.add(plan.hostname, {fmt::format("resources.workers = {} is more than the {} core{} there",
                                              given, plan.cores, plan.cores == 1 ? "" : "s"),
                                  "workers take turns on a core",
                                  "lower it, or set resources.workers = \"auto\"",
                                  {}});
  }
}

}  // namespace winnow::plan
