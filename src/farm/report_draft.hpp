#pragma once
// A leader's next report to the master, as it grows.

#include <cstdint>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::farm {

/// Gathers what changed on a node since the last report, and says when the next one is due: in haste only
/// where somebody waits for it, for a thousand leaders shall not drown the master.
class ReportDraft {
 public:
  /// Without haste there are `interval` seconds from one report to the next. None is due at first.
  ReportDraft(std::size_t queues, base::Seconds interval);

  /// `tasks`, all of one queue and at least one, began to run or wait at a worker.
  void leased(const std::vector<Task>& tasks);
  /// They do so no more, whatever came of them.
  void ended(const std::vector<Task>& tasks);
  /// They kept a kernel busy for so long.
  void ran(const std::vector<Task>& tasks, base::Seconds busy);

  /// All `tasks` but the `failures` are done.
  void done(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures);
  /// `words` are the answers of all `tasks` but the `failures`, one a task, or none if all are empty.
  void answered(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures,
                std::vector<std::string>&& words);
  void failed(FailedTask task) { next_.failed.push_back(std::move(task)); }
  /// The task was not started.
  void returned(Task&& task) { next_.returned.push_back(std::move(task)); }
  void lost(const WorkerRecord& worker) { next_.lost.push_back(worker); }
  /// The leader takes so many tasks more.
  void ask(std::uint64_t credits) { next_.credits += credits; }

  /// Tasks done since the last report.
  [[nodiscard]] std::uint64_t done_count() const { return next_.done.count(); }

  /// The report is due at `when`, or earlier. A time that has passed means at once.
  void send_by(base::Seconds when);
  /// An interval after the last one.
  void send_regularly() { send_by(sent_ + interval_); }
  /// For what holds others up.
  void send_soon();
  /// Never, if nothing has happened that the master should hear.
  [[nodiscard]] base::Seconds due() const { return due_; }

  /// The report, but for the node's status, which is the leader's to add; the next one starts from here.
  [[nodiscard]] Report take(base::Seconds now);

 private:
  Report next_;
  base::Seconds interval_;
  base::Seconds sent_{};
  base::Seconds due_ = base::Seconds::never();
};

}  // namespace winnow::farm
