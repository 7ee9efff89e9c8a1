#pragma once
// The state of this machine, in the terms of a plan: for `winnow plan` without a study, and for other
// programs that ask how much they may do.

#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::plan {

struct Status {
  cluster::NodeFacts node;
  unsigned cores = 0;  ///< that this process may use
  Plan plan;           ///< for pieces of any size, of this node alone
};

/// What is recommended here for `resources`; fails as cluster::discover_here and solve() do.
[[nodiscard]] base::Result<Status> status_of(const cluster::Environment& environment,
                                             const study::Resources& resources);

}  // namespace winnow::plan
