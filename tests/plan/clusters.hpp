#pragma once
// Clusters to plan for.

#include <optional>
#include <string>
#include <vector>

#include "winnow/cluster/cluster.hpp"

namespace winnow::test {

/// A node of `cores` cores; no memory: a limit that cannot be read.
inline cluster::Node node_of(const std::string& hostname, unsigned cores, std::optional<base::Bytes> memory) {
  cluster::MemoryLimit limit;
  limit.source = "/proc/meminfo cannot be read";
  if (memory) limit = with_candidate(limit, {*memory, "physical memory"});
  const auto topology =
      cluster::load_topology(cluster::SyntheticTopology{"pack:1 core:" + std::to_string(cores) + " pu:1"})
          .value();
  auto node = cluster::imagine(1, topology, limit).nodes.front();
  node.facts.hostname = hostname;
  return node;
}

/// The node with `count` ranks that are bound to nothing.
inline cluster::Node with_ranks(cluster::Node node, int count) {
  for (int rank = 0; rank < count; ++rank) node.ranks.push_back({rank, node.usable});
  return node;
}

}  // namespace winnow::test
