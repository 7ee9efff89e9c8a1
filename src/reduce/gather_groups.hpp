#pragma once
// Groups of all ranks, each on one of them.

#include <vector>

#include "reduce/group_table.hpp"
#include "reduce/key_ranges.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// \collective Brings the parts of each group together on one rank and gives this rank's groups, in the order
/// of their keys; ranks' groups follow each other in rank order. What has left is empty in `groups`. `to_all`
/// gives the number that all ranks use for each metric of the table, `from_all` the table's for each of
/// these. Uses about `memory` beside the table.
[[nodiscard]] std::vector<GroupTable::Id> gather_groups(GroupTable& groups,
                                                        const std::vector<MetricId>& to_all,
                                                        const std::vector<MetricId>& from_all,
                                                        base::Bytes memory, base::Team& team);

}  // namespace winnow::reduce
