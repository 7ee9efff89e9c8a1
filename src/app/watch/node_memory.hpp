#pragma once
// What memory a run has taken.

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
  base::Bytes idle;       ///< before any work
  base::Bytes peak;       ///< at most
  base::Bytes processes;  ///< of those that its kernels have run, the largest of each kernel added up
};

/// \collective What the processes that kernels have run took on each rank of the team.
[[nodiscard]] std::vector<base::Bytes> gather_processes(base::Team& team, base::Bytes mine);

/// The highest memory that each node's ranks have taken, with that of the `processes` of each. A rank that
/// was lost tells nothing at the end: of its node it is at least what was `seen` while it worked, empty:
/// never.
[[nodiscard]] std::vector<base::Bytes> node_peaks(const std::vector<RankUse>& uses,
                                                  const cluster::Cluster& cluster,
                                                  const std::vector<base::Bytes>& processes,
                                                  const std::vector<farm::NodeStatus>& seen);

/// Both of each rank, in the order of `uses`.
[[nodiscard]] std::vector<RankMemory> memory_of(const std::vector<RankUse>& uses,
                                                const std::vector<base::Bytes>& processes);

/// What that shows, where no rank was lost: of each kind of node that had workers, the highest peak.
/// `ranks` are all.
[[nodiscard]] std::vector<plan::Observation> observations_of(const std::vector<RankMemory>& ranks,
                                                             const cluster::Cluster& cluster,
                                                             const plan::Plan& plan);

}  // namespace winnow::app
