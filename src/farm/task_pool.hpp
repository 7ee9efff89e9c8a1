#pragma once
// Tasks that wait, in the order in which they shall go.

#include <cstdint>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// A heap of tasks: higher priority of the queue first, then larger size, then first come.
class TaskPool {
 public:
  /// `queues` must outlive the pool.
  explicit TaskPool(const std::vector<Queue>& queues) : queues_(queues) {}

  void push(Task&& task);

  /// The task that goes next. The pool must not be empty.
  [[nodiscard]] const Task& top() const { return tasks_[heap_.front().at]; }
  Task pop();

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    int priority;
    std::uint32_t at;  ///< index into tasks_
    std::uint64_t size;
    std::uint64_t order;

    bool operator<(const Entry& other) const {
      if (priority != other.priority) return priority < other.priority;
      return size != other.size ? size < other.size : order > other.order;
    }
  };

  const std::vector<Queue>& queues_;
  std::vector<Entry> heap_;
  std::vector<Task> tasks_;  ///< a slab: the heap moves entries, not tasks
  std::vector<std::uint32_t> free_;
  std::uint64_t pushed_ = 0;
};

}  // namespace winnow::farm
