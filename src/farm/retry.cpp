#include "farm/retry.hpp"

#include <algorithm>
#include <utility>

namespace winnow::farm {

Blame blame_after_loss(std::vector<Task> in_flight) {
  std::uint8_t highest = 0;
  for (const auto& task : in_flight) highest = std::max(highest, task.suspicion);
  Blame blame;
  for (auto& task : in_flight) {
    (task.suspicion == highest ? blame.suspects : blame.innocent).push_back(std::move(task));
  }
  return blame;
}

int qualms_about(Rank worker, const Task& task, Rank most_precious) {
  if (worker == no_rank) return 0;
  if (task.suspicion > 0 && worker == most_precious) return 2;
  return worker == task.avoid ? 1 : 0;
}

}  // namespace winnow::farm
