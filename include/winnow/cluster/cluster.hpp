#pragma once
// The nodes of a job and who stands on them.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/cluster/node_facts.hpp"

namespace winnow::cluster {

/// What each rank tells all others at the start.
struct RankFacts {
  int rank = 0;
  int leader = 0;                  ///< the lowest rank of its node
  CpuSet binding;                  ///< that the launcher gave it; empty: not known, taken as the whole node
  std::optional<NodeFacts> facts;  ///< the leader's only
};

[[nodiscard]] base::Buffer encode(const RankFacts& facts);
[[nodiscard]] base::Result<RankFacts> decode_rank_facts(std::span<const std::byte> bytes);

/// A rank on its node.
struct NodeRank {
  int rank = 0;
  CpuSet binding;  ///< never empty
};

struct Node {
  NodeFacts facts;
  std::vector<NodeRank> ranks;  ///< ascending, the leader first; empty: planned for, not started
  CpuSet usable;                ///< what the bindings of its ranks leave of the allowed processing units

  /// Physical cores that this job may use here: those usable, or the time quota if that is less. At least 1.
  [[nodiscard]] unsigned cores() const;
};

struct Cluster {
  std::vector<Node> nodes;  ///< by leader

  [[nodiscard]] std::size_t ranks() const;

  /// Index of the node on which a rank stands. The rank must be one of the cluster's.
  [[nodiscard]] std::size_t node_of(int rank) const;
};

/// Fails if a node's leader did not bring its facts, or a rank comes twice.
[[nodiscard]] base::Result<Cluster> assemble(std::vector<RankFacts> ranks);

/// The node at hand alone, without ranks: for plans made before a launcher starts any. Fails as
/// discover_node.
[[nodiscard]] base::Result<Cluster> discover_here(const Environment& environment);

/// `nodes` like one another, without ranks: for plans of machines that are not at hand. `memory` is the limit
/// of each.
[[nodiscard]] Cluster imagine(unsigned nodes, const Topology& topology, const MemoryLimit& memory);

}  // namespace winnow::cluster
