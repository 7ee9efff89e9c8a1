#pragma once
// The inside of a node: cores, NUMA domains, caches. Plain data, found by hwloc.

#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cpu_set.hpp"
#include "winnow/cluster/environment.hpp"

namespace winnow::cluster {

/// Memory and the processing units near it.
struct NumaDomain {
  unsigned number = 0;  ///< the operating system's
  CpuSet pus;           ///< allowed ones
  base::Bytes memory;   ///< as hwloc sees it, which is wrong on some virtual machines
  bool operator==(const NumaDomain&) const = default;
};

/// All data caches of one level and size.
struct CacheLevel {
  unsigned level = 0;
  base::Bytes size;    ///< of each
  unsigned count = 0;  ///< how many of them
  bool operator==(const CacheLevel&) const = default;
};

/// Only what the process is allowed to use (its cpuset); a binding made by a launcher does not narrow it.
struct Topology {
  unsigned packages = 0;
  std::vector<CpuSet>
      cores;  ///< physical cores, in the machine's order, each as its allowed processing units
  std::vector<NumaDomain> domains;
  std::vector<CacheLevel> caches;  ///< by level
  bool is_this_machine = false;    ///< false: threads cannot be bound to its processing units

  /// All allowed processing units.
  [[nodiscard]] CpuSet allowed() const;

  /// Physical cores with at least one unit in `pus`.
  [[nodiscard]] unsigned cores_in(const CpuSet& pus) const;

  bool operator==(const Topology&) const = default;
};

/// Fails if hwloc cannot read the source, naming the text or file.
[[nodiscard]] base::Result<Topology> load_topology(const TopologySource& source);

void encode(const Topology& topology, base::Encoder& out);
[[nodiscard]] Topology decode_topology(base::Decoder& in);

/// hwloc's own version: "2.9.0".
[[nodiscard]] std::string hwloc_version();

}  // namespace winnow::cluster
