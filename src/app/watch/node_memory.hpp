#pragma once
// What memory a run has taken.

#include <cstdint>
#include <vector>

#include "app/job/rank_use.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/learned_model.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::app {

/// Of one rank.
struct RankMemory {
  base::Bytes idle;           ///< before any work
  base::Bytes peak;           ///< at most
  base::Bytes processes;      ///< of those that its kernels have run, the largest of each kernel added up
  std::uint64_t kernels = 0;  ///< that ever ran a task: the others have taken nothing
};

/// By rank of a team, of each of its kernels: the largest process that it has run.
using RankProcesses = std::vector<std::vector<base::Bytes>>;

/// \collective Those of all ranks of the team. `mine`: of this one's kernels.
[[nodiscard]] RankProcesses gather_processes(base::Team& team, const std::vector<base::Bytes>& mine);

/// The highest memory that each node's ranks have taken, with the largest of the `processes`: of as many
/// kernels as were `seen` to run at once there (empty: nobody has looked). Where fewer than all ran, or a
/// rank was lost, which tells nothing at the end, it is at least what was seen while they worked.
[[nodiscard]] std::vector<base::Bytes> node_peaks(const std::vector<RankUse>& uses,
                                                  const cluster::Cluster& cluster,
                                                  const RankProcesses& processes,
                                                  const std::vector<farm::NodeStatus>& seen);

/// All of each rank, in the order of `uses`.
[[nodiscard]] std::vector<RankMemory> memory_of(const std::vector<RankUse>& uses,
                                                const RankProcesses& processes,
                                                const std::vector<std::uint64_t>& kernels);

/// What that shows, where no rank was lost: of each kind of node on which kernels worked, the highest peak.
/// Its workers are those kernels, be more planned or not. `ranks` are all.
[[nodiscard]] std::vector<plan::Observation> observations_of(const std::vector<RankMemory>& ranks,
                                                             const cluster::Cluster& cluster,
                                                             const plan::Plan& plan);

}  // namespace winnow::app
