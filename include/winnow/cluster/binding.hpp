#pragma once
// Where kernels run. A kernel is bound to the processing units of one NUMA domain, never to a single core:
// its memory stays near, and the scheduler can still step aside for what else runs on the node.

#include <cstddef>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/cluster/cpu_set.hpp"
#include "winnow/cluster/topology.hpp"

namespace winnow::cluster {

enum class Placement {
  spread,  ///< round robin over the domains: most memory bandwidth for each kernel
  compact  ///< one domain is filled before the next: neighbours share caches
};

/// The place of one kernel.
struct KernelPlace {
  CpuSet pus;              ///< within the binding of its rank
  std::size_t domain = 0;  ///< index into Topology::domains
};

/// For each rank of the node, in its order, the places of its kernels: `kernels[i]` of them for ranks[i]. A
/// binding that the launcher made is kept to: such a rank's kernels stay within it. Kernels are weighed
/// against the cores of a domain, so that a domain of which less is allowed takes fewer.
[[nodiscard]] std::vector<std::vector<KernelPlace>> place_kernels(const Node& node,
                                                                  const std::vector<unsigned>& kernels,
                                                                  Placement placement);

/// What is wrong with the bindings of a node's ranks, each with the flag of mpirun that mends it: two ranks
/// on one core, more kernels than cores, a rank with more kernels than its binding has cores. For each rank
/// of the node `kernels` says how many it runs.
[[nodiscard]] std::vector<base::Error> check_binding(const Node& node, const std::vector<unsigned>& kernels);

/// Binds the calling thread. Does nothing if the topology is not of this machine. Fails in the system's
/// words.
[[nodiscard]] base::Result<void> bind_this_thread(const Topology& topology, const CpuSet& pus);

}  // namespace winnow::cluster
