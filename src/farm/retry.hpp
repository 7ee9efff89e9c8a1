#pragma once
// Where a task that failed goes next, and whose fault it may be that a rank was lost.

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

/// How little a rank should be given that task: 0 without qualms, 1 because it failed there, 2 because it may
/// crash the rank, and this one's loss would cost most. Where all have qualms, those with the least must do.
/// `worker` is no_rank for several ranks among which there is a choice.
[[nodiscard]] int qualms_about(Rank worker, const Task& task, Rank most_precious);

}  // namespace winnow::farm
