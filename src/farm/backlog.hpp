#pragma once
// The tasks of a run that are not done, as the master has them.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "farm/task_pool.hpp"
#include "winnow/farm/interval_set.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/ledger.hpp"
#include "winnow/farm/message.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Tasks come from the source, from nodes that give them back and, where a node was lost with what it had
/// folded, from the ledger; they wait here until give() puts them in flight. Every task in flight ends in one
/// of done(), failed() and returned(). Which node has it is not known here.
///
/// What waits is bounded by a window, so that a list of files never lives in memory whole; only the tasks in
/// flight that are given back come on top.
class Backlog {
 public:
  /// `setup`, `sink` and `ledger` must outlive it; the ledger may be null if no task may ever be
  /// lost. `sink` gets the tasks that failed for good, and so does the source if it `listens`.
  Backlog(const Setup& setup, std::unique_ptr<Source> source, bool listens, Sink& sink, Ledger* ledger);

  /// Pulls tasks ahead of need, if half the window is free: so a slow source is never waited for. The window
  /// grows with the `slots` that the run has.
  void refill(std::uint64_t slots);

  /// Whether refill() would bring tasks if there is room: a source that waits brings none.
  [[nodiscard]] bool has_more() const;
  [[nodiscard]] bool has_room(std::uint64_t slots) const { return pool_.size() <= window(slots) / 2; }

  /// Has a source that waits asked again.
  void ask_again();

  /// When the source that waits is to be asked again in any case.
  [[nodiscard]] base::Seconds source_wakes_at() const;

  /// Puts at most `limit` tasks in flight: first those to be retried that `suits`, then the others, the
  /// urgent and large ones first. Those that `may_be_lost` go on record: in the ledger, or, if the source
  /// listens, in memory until it was told of them.
  [[nodiscard]] std::vector<Task> give(std::uint64_t limit, const std::function<bool(const Task&)>& suits,
                                       bool may_be_lost);

  /// The tasks of those ids as they were given, as far as they are on record.
  [[nodiscard]] std::vector<Task> on_record(const IntervalSet& tasks) const;

  /// `by_queue` says how many attempts of tasks have come to an end, and how long they took.
  void ran(const std::vector<Report::Queue>& by_queue);

  /// `tasks` are done; `by_queue` says how many of each queue.
  void done(const IntervalSet& tasks, const std::vector<Report::Queue>& by_queue);

  /// Tells the source the answers of tasks in flight.
  void tell(std::vector<Answer>&& answers);

  /// An attempt failed: the task waits to be retried, or is quarantined if it was certainly its own fault and
  /// it may be retried no more. One that a kernel handed back goes to the source.
  void failed(FailedTask&& failed);

  /// The task was not started.
  void returned(Task&& task);

  /// `tasks`, `by_queue` so many, were done, but what they left is lost: they run again. All must be on
  /// record.
  void repeat(const IntervalSet& tasks, const std::vector<std::uint64_t>& by_queue);

  /// Tasks that wait and have not failed yet.
  [[nodiscard]] std::uint64_t fresh() const { return pool_.size(); }
  [[nodiscard]] std::uint64_t in_flight() const { return in_flight_; }
  /// Whether tasks wait that failed before.
  [[nodiscard]] bool has_retries() const { return !retries_.empty(); }
  /// Whether no more tasks will come than those counted in queues().
  [[nodiscard]] bool source_finished() const { return source_state_ == Source::State::finished; }
  /// Whether every task was given, and no more will come.
  [[nodiscard]] bool exhausted() const;

  /// Tasks by state, `running` of those in flight.
  [[nodiscard]] std::vector<QueueStatus> queues(const std::vector<std::uint64_t>& running) const;

 private:
  [[nodiscard]] std::size_t window(std::uint64_t slots) const;
  void repeat_from_ledger(std::size_t room);
  void give_retries(std::uint64_t limit, const std::function<bool(const Task&)>& suits,
                    std::vector<Task>& tasks);
  void enter(Task& task, bool may_be_lost);
  void leave(const Task& task);
  void hand_back(Task&& task);
  void quarantine(Task& task, const TaskFailure& failure);

  const FarmOptions& options_;
  std::unique_ptr<Source> source_;
  bool listens_;
  Source::State source_state_ = Source::State::more;
  Sink& sink_;
  Ledger* ledger_;

  TaskPool pool_;
  std::deque<Task> retries_;
  IntervalSet repeats_;  ///< ids in the ledger
  TaskId next_id_ = 1;
  std::vector<Task> pulled_;
  std::unordered_map<TaskId, Task> untold_;  ///< tasks in flight, if the source listens

  std::vector<QueueStatus> queues_;  ///< `sent`: all in flight
  std::uint64_t in_flight_ = 0;
};

}  // namespace winnow::farm
