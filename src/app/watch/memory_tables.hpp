#pragma once
// What ranks and nodes took, as tables of the group `run/`.

#include <memory>
#include <vector>

#include "app/job/rank_use.hpp"
#include "winnow/base/table.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::app {

/// run/memory: a row a rank. NaN stands for what could not be measured.
[[nodiscard]] std::unique_ptr<base::TableSource> memory_table(const std::vector<RankUse>& uses,
                                                              const cluster::Cluster& cluster,
                                                              const plan::Plan& plan);

/// run/nodes: a row a node, as the first of its ranks that is left has measured it. What anybody uses there
/// has a share of the machine's limit; that of the plan stands beside it.
[[nodiscard]] std::unique_ptr<base::TableSource> nodes_table(const std::vector<RankUse>& uses,
                                                             const cluster::Cluster& cluster,
                                                             const plan::Plan& plan);

/// \collective run/samples: this rank's samples are its slab. All ranks together give some ten thousand at
/// most.
[[nodiscard]] std::unique_ptr<base::TableSource> samples_table(int rank, const watch::Series& series,
                                                               base::Team& team);

}  // namespace winnow::app
