#pragma once
// The role of every rank: runs leases on kernel slots.

#include <cstdint>
#include <optional>
#include <vector>

#include "farm/outbox.hpp"
#include "farm/vigil.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Leases run one to a slot in order of arrival; a slot takes the next by itself, so that no kernel waits for
/// the rank's main thread. When the worker gets a new leader, whatever it had from the old one is void: the
/// master gives those tasks again.
class Worker {
 public:
  /// Follows `leader` until told otherwise.
  Worker(Rank rank, std::uint32_t slots, Rank leader, const FarmOptions& options);

  void start(base::Seconds now, Outbox& out);
  void tick(const Tick& tick, base::Seconds now, Outbox& out);
  void finished(KernelFinished&& kernel, Outbox& out);
  void withdrawn(const WorkWithdrawn& event, Outbox& out);

  void on(const Poll& poll, Rank from, base::Seconds now, Outbox& out);
  void on(const Follow& follow, Rank from, base::Seconds now, Outbox& out);
  void on(Lease&& lease, Rank from, base::Seconds now, Outbox& out);
  void on(const Recall& recall, Rank from, base::Seconds now, Outbox& out);
  void on(const LeaderBeat& beat, Rank from, base::Seconds now, Outbox& out);
  void on(const CloseWorker& close, Rank from, base::Seconds now, Outbox& out);
  void on(const FinishWorker& finish, Rank from, base::Seconds now, Outbox& out);
  void on(const Fence& fence, Rank from, base::Seconds now, Outbox& out);

  /// A message of that rank waits: nobody is lost whose words wait.
  void note_waiting(Rank from, base::Seconds now) { static_cast<void>(heed(from, now)); }

  [[nodiscard]] base::Seconds next_wakeup() const;
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] const WorkerRecord& record() const { return record_; }
  /// Signs of life that leaders were spared, because they had not dealt with those before.
  [[nodiscard]] std::uint64_t dropped_notes() const { return dropped_notes_; }

 private:
  /// A lease that was queued for the slots.
  struct Work {
    WorkId id = 0;
    LeaseId lease = 0;
    SharedTasks tasks;
    base::Seconds deadline;  ///< of the task that runs, as far as known
    bool is_void = false;    ///< of a former leader
  };

  [[nodiscard]] bool heed(Rank from, base::Seconds now);
  [[nodiscard]] base::Seconds timeout_of(const Task& task) const;
  /// No longer in hand; nothing if it was not.
  [[nodiscard]] std::optional<Work> take(WorkId id);
  void give_back(const Work& work, Outbox& out);
  void give_back_all(Outbox& out);
  void check_deadlines(const Tick& tick, base::Seconds now, Outbox& out);
  void abandon(const KernelProgress& kernel, Outbox& out);
  void settle_for_fewer_slots(base::Seconds now, Outbox& out);
  void beat(base::Seconds now, Outbox& out);
  void tell_state(base::Seconds now, Outbox& out);

  Rank rank_;
  Rank leader_;
  const FarmOptions& options_;
  Term term_ = 1;
  std::uint32_t slots_;      ///< that are not written off
  std::vector<Work> works_;  ///< oldest first
  WorkId next_work_ = 1;
  Vigil vigil_;
  base::Seconds heard_;
  base::Seconds next_beat_;
  std::uint64_t beats_ = 0;          ///< sent to this leader
  std::uint64_t beats_waiting_ = 0;  ///< of these, that it has not dealt with as far as known
  std::uint64_t dropped_notes_ = 0;
  base::Bytes memory_;
  base::Bytes processes_;
  base::Seconds cpu_;
  WorkerRecord record_;
  bool closed_ = false;
};

}  // namespace winnow::farm
