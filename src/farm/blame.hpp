#pragma once
// Whose fault it may be that a rank was lost.

#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::farm {

struct Blame {
  std::vector<Task> suspects;
  std::vector<Task> innocent;
};

/// Splits the tasks that were in flight on a lost rank: suspects are those with the highest suspicion so far,
/// because a task that crashes its rank was in flight at every earlier loss too. Suspects travel alone, so
/// that in the end a culprit is the only suspect.
[[nodiscard]] Blame blame_after_loss(std::vector<Task> in_flight);

}  // namespace winnow::farm
