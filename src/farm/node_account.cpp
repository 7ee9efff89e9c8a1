#include "farm/node_account.hpp"

#include <algorithm>

namespace winnow::farm {

void NodeAccount::granted(const Task& task) {
  granted_.insert(task.id);
  if (task.suspicion > 0) suspects_.emplace_back(task.id, task.suspicion);
}

void NodeAccount::folded(const IntervalSet& tasks, const std::vector<Report::Queue>& by_queue) {
  folded_.insert(tasks);
  for (std::size_t queue = 0; queue < by_queue.size(); ++queue) {
    folded_by_queue_[queue] += by_queue[queue].done;
  }
  acquit(tasks);
}

void NodeAccount::told(const IntervalSet& tasks) {
  granted_.erase(tasks);
  acquit(tasks);
}

void NodeAccount::acquit(const IntervalSet& tasks) {
  std::erase_if(suspects_, [&](const auto& suspect) { return tasks.contains(suspect.first); });
}

void NodeAccount::returned(TaskId task) {
  granted_.erase(task);
  std::erase_if(suspects_, [task](const auto& suspect) { return suspect.first == task; });
}

bool NodeAccount::takes_suspect(std::uint8_t suspicion) const {
  if (suspicion > 1) return suspects_.empty();
  return suspects_.size() < status.slots &&
         std::all_of(suspects_.begin(), suspects_.end(),
                     [](const auto& suspect) { return suspect.second <= 1; });
}

void NodeAccount::hear(const NodeStatus& said) {
  const auto peak = std::max(status.peak, said.peak);
  status = said;
  status.peak = peak;
}

NodeAccount::Holdings NodeAccount::lose_leader() {
  Holdings holdings{folded_, folded_by_queue_, granted_};
  holdings.in_flight.erase(folded_);
  granted_.clear();
  folded_.clear();
  suspects_.clear();
  std::fill(folded_by_queue_.begin(), folded_by_queue_.end(), 0);
  std::fill(running.begin(), running.end(), 0);
  credits = 0;
  reports = 0;
  acknowledged = 0;
  hear({});
  only_worker = no_rank;
  barren = false;
  closed = false;
  return holdings;
}

}  // namespace winnow::farm
