#pragma once
// Tasks that wait, in the order in which they shall go.

#include <cstdint>
#include <deque>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// Higher priority of the queue first, then larger size, then first come. Sized tasks are in a heap; those
/// without size, of which there may be very many, stand in line.
class TaskPool {
 public:
  /// `queues` must outlive the pool.
  explicit TaskPool(const std::vector<Queue>& queues) : queues_(queues), lines_(queues.size()) {}

  void push(Task&& task);

  /// The task that goes next. The pool must not be empty.
  [[nodiscard]] const Task& top() const;
  Task pop();

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return heap_.size() + in_line_; }

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
  struct Waiting {
    std::uint64_t order;
    Task task;
  };

  [[nodiscard]] std::size_t next_line() const;
  [[nodiscard]] bool heap_is_next(std::size_t line) const;

  const std::vector<Queue>& queues_;
  std::vector<Entry> heap_;
  std::vector<Task> tasks_;  ///< a slab: the heap moves entries, not tasks
  std::vector<std::uint32_t> free_;
  std::vector<std::deque<Waiting>> lines_;  ///< by queue
  std::size_t in_line_ = 0;
  std::uint64_t pushed_ = 0;
};

}  // namespace winnow::farm
