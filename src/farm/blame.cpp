#include "farm/blame.hpp"

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

}  // namespace winnow::farm
