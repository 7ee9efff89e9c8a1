#pragma once
// Everything that is known of one node: gathered by its leader, sent to all.

#include <string>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/cluster/environment.hpp"
#include "winnow/cluster/memory_limit.hpp"
#include "winnow/cluster/scheduler.hpp"
#include "winnow/cluster/topology.hpp"

namespace winnow::cluster {

struct NodeFacts {
  std::string hostname;
  Topology topology;
  unsigned cpu_quota = 0;  ///< cores that the control groups' time quota is worth, rounded down; 0: no quota
  MemoryLimit memory;
  MemoryState memory_now;
  SchedulerFacts scheduler;
  std::string cgroups;  ///< "v1", "v2", "hybrid" or "none"

  bool operator==(const NodeFacts&) const = default;
};

/// Fails only if the topology cannot be read; a limit that cannot be read is a value of MemoryLimit.
[[nodiscard]] base::Result<NodeFacts> discover_node(const Environment& environment);

void encode(const NodeFacts& facts, base::Encoder& out);

/// What encode wrote; off the format, `in.ok()` is false and the facts mean nothing.
[[nodiscard]] NodeFacts decode_node_facts(base::Decoder& in);

}  // namespace winnow::cluster
