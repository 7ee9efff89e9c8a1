#pragma once
// The tasks that wait on a node, and how they are cut into leases.

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "farm/task_pace.hpp"
#include "farm/task_pool.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/message.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::farm {

/// A task that failed before is leased alone, so that it drags no others along; the others go in batches that
/// follow the measured time of tasks.
class Stock {
 public:
  /// `setup` must outlive it.
  explicit Stock(const Setup& setup) : pool_(setup.queues), pace_(setup.options, setup.queues.size()) {}

  void add(Task&& task);

  [[nodiscard]] bool empty() const { return pool_.empty() && retries_.empty(); }
  [[nodiscard]] std::size_t size() const { return pool_.size() + retries_.size(); }
  [[nodiscard]] bool has_retries() const { return !retries_.empty(); }
  /// Tasks that have not failed yet.
  [[nodiscard]] std::size_t fresh() const { return pool_.size(); }

  /// Shows the retries, oldest first, to `take`, which moves from the task and gives true, or leaves it.
  /// Looks at no more than some tens of them, for it would cost time where many wait for one place.
  void offer_retries(const std::function<bool(Task&)>& take);

  /// The first task of the next batch: none is larger in it. There must be a fresh one.
  [[nodiscard]] const Task& next() const { return pool_.top(); }
  /// Tasks of one queue, the largest first, or one that goes alone, for one of the node's `slots`. There must
  /// be a fresh one.
  [[nodiscard]] std::vector<Task> cut_batch(std::uint64_t slots);

  /// A lease of these tasks, of which some failed, kept a kernel busy for so long.
  void measured(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures, base::Seconds busy);
  /// As those of TaskPace.
  void follow_memory(double share) { pace_.follow_memory(share); }
  [[nodiscard]] TaskPace::Cut last_cut(std::uint16_t queue) const { return pace_.last_cut(queue); }
  /// As TaskPace::largest_batch().
  [[nodiscard]] std::uint64_t largest_batch() const { return pace_.largest_batch(); }

  [[nodiscard]] std::vector<Task> take_all();

 private:
  TaskPool pool_;
  std::deque<Task> retries_;
  TaskPace pace_;
};

}  // namespace winnow::farm
