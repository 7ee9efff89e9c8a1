#pragma once
// The plan of one node.

#include <optional>
#include <string_view>
#include <vector>

#include "plan/warnings.hpp"
#include "winnow/base/error.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/memory_model.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/study/resources.hpp"

namespace winnow::plan {

/// The work as every node sees it.
struct Pieces {
  PieceSizes sizes;
  base::Bytes least_chunk;
  base::Bytes most_chunk;
};

/// Plans nodes one after the other and gathers warnings about them. `resources` must outlive it.
class NodeSolver {
 public:
  NodeSolver(const study::Resources& resources, const Workload& workload);

  /// A node on which not even one piece fits gets no workers.
  [[nodiscard]] NodePlan solve(const cluster::Node& node);

  /// The error for `nodes` that all got no workers.
  [[nodiscard]] tl::unexpected<base::Error> refusal(const std::vector<NodePlan>& nodes) const;

  [[nodiscard]] const MemoryModel& model() const { return model_; }

  /// Those gathered so far.
  [[nodiscard]] std::vector<base::Error> take_warnings() { return std::move(warnings_).take(); }

 private:
  [[nodiscard]] std::optional<base::Bytes> smallest_piece() const;
  void set_budget(const cluster::Node& node, NodePlan& plan);
  void fall_back(NodePlan& plan) const;
  [[nodiscard]] MemoryModel model_of(const cluster::Node& node, unsigned most_workers) const;
  void fit(const MemoryModel& model, NodePlan& plan);
  void set_chunk(const MemoryModel& model, NodePlan& plan) const;
  void warn_of_small_node(const MemoryModel& model, const NodePlan& plan);
  void warn_of_tight_node(const MemoryModel& model, const NodePlan& plan);
  void warn_of_floor(const NodePlan& plan, std::string_view key, unsigned floor, unsigned fits);
  void warn_without_cap(const NodePlan& plan);
  void warn_of_given_workers(const NodePlan& plan);

  const study::Resources& resources_;
  bool has_pieces_;
  bool is_learned_;
  Pieces pieces_;
  MemoryModel model_;
  Warnings warnings_;
};

}  // namespace winnow::plan
