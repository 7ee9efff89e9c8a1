#include "farm/task_pool.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace winnow::farm {

void TaskPool::push(Task&& task) {
  assert(task.queue < queues_.size());
  if (task.size.count == 0) {
    ++in_line_;
    auto& line = lines_[task.queue];
    line.push_back({pushed_++, std::move(task)});
    return;
  }
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

/// The line whose first task goes before those of all others; there must be one if the heap is empty.
std::size_t TaskPool::next_line() const {
  std::size_t next = 0;
  for (std::size_t line = 1; line < lines_.size(); ++line) {
    if (lines_[line].empty()) continue;
    const auto priority = queues_[line].priority;
    const auto before = queues_[next].priority;
    const bool is_older = !lines_[next].empty() && lines_[line].front().order < lines_[next].front().order;
    if (lines_[next].empty() || priority > before || (priority == before && is_older)) next = line;
  }
  return next;
}

bool TaskPool::heap_is_next(std::size_t line) const {
  if (heap_.empty() || lines_[line].empty()) return !heap_.empty();
  return heap_.front().priority >= queues_[line].priority;
}

const Task& TaskPool::top() const {
  const auto line = next_line();
  return heap_is_next(line) ? tasks_[heap_.front().at] : lines_[line].front().task;
}

Task TaskPool::pop() {
  const auto line = next_line();
  if (!heap_is_next(line)) {
    auto task = std::move(lines_[line].front().task);
    lines_[line].pop_front();
    --in_line_;
    return task;
  }
  std::pop_heap(heap_.begin(), heap_.end());
  const auto at = heap_.back().at;
  heap_.pop_back();
  free_.push_back(at);
  return std::move(tasks_[at]);
}

}  // namespace winnow::farm
