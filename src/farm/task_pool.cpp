#include "farm/task_pool.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace winnow::farm {

void TaskPool::push(Task&& task) {
  assert(task.queue < queues_.size());
  auto at = static_cast<std::uint32_t>(tasks_.size());
  const Entry entry{queues_[task.queue].priority, free_.empty() ? at : free_.back(), task.size.count,
                    pushed_++};
  if (free_.empty()) {
    tasks_.push_back(std::move(task));
  } else {
    tasks_[entry.at] = std::move(task);
    free_.pop_back();
  }
  heap_.push_back(entry);
  std::push_heap(heap_.begin(), heap_.end());
}

Task TaskPool::pop() {
  std::pop_heap(heap_.begin(), heap_.end());
  const auto at = heap_.back().at;
  heap_.pop_back();
  free_.push_back(at);
  return std::move(tasks_[at]);
}

}  // namespace winnow::farm
