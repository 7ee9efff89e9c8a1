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
///
/// Nor does a master that is slow drown in what it has not dealt with: while `queue` reports wait there, none
/// follows. What has come of tasks is gathered here until then, and notes that nobody waits for are dropped.
class ReportDraft {
 public:
  /// Without haste there are `interval` seconds from one report to the next. None is due at first.
  ReportDraft(std::size_t queues, base::Seconds interval, std::uint32_t queue);

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

  /// The master has dealt with so many reports since the first.
  void heard(std::uint64_t reports);
  /// Whether as many reports wait at the master as may.
  [[nodiscard]] bool is_held() const { return taken_ - heard_ >= queue_; }
  /// Whether something is to be said and is held.
  [[nodiscard]] bool waits() const { return is_held() && due_ < base::Seconds::never(); }
  /// Whether it is held, and as many answers as that wait here: no more should come, but for those under way.
  [[nodiscard]] bool is_full() const { return is_held() && next_.answers.size() >= queue_; }
  /// Whether a note that tells of the moment alone (that the leader lives, what memory is in use) is dropped;
  /// counts it.
  [[nodiscard]] bool drops_note();
  [[nodiscard]] std::uint64_t dropped_notes() const { return dropped_; }

  /// The report is due at `when`, or earlier. A time that has passed means at once.
  void send_by(base::Seconds when);
  /// An interval after the last one.
  void send_regularly() { send_by(sent_ + interval_); }
  /// For what holds others up.
  void send_soon();
  /// Never, if nothing has happened that the master should hear, or while it is held.
  [[nodiscard]] base::Seconds due() const { return is_held() ? base::Seconds::never() : due_; }

  /// The report, but for the node's status, which is the leader's to add; the next one starts from here.
  [[nodiscard]] Report take(base::Seconds now);

 private:
  Report next_;
  base::Seconds interval_;
  std::uint64_t queue_;
  std::uint64_t taken_ = 0;  ///< reports
  std::uint64_t heard_ = 0;  ///< of these
  std::uint64_t dropped_ = 0;
  base::Seconds sent_{};
  base::Seconds due_ = base::Seconds::never();
};

}  // namespace winnow::farm
