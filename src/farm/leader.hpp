#pragma once
// The role of one rank on each node: leases its node's tasks to the workers and folds what they leave.

#include <cstdint>
#include <vector>

#include "farm/admission.hpp"
#include "farm/outbox.hpp"
#include "farm/report_draft.hpp"
#include "farm/roster.hpp"
#include "farm/stock.hpp"
#include "farm/vigil.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// A lease is the unit of folding: its outcome counts if the lease is still open, and then all of it, at
/// once; so every task is folded once, however late or often an outcome comes. The leader decides nothing
/// about failures: what failed goes back to the master.
class Leader {
 public:
  /// Leads `members`, ascending, which include `rank`. `setup` and `sink` must outlive it. `listens`: as the
  /// job does; answers then go to the master at once, and nothing is folded.
  Leader(Rank rank, const std::vector<Rank>& members, const Setup& setup, bool listens, Sink& sink,
         base::Seconds now);

  /// Tells the members that they have a new leader; needless for a node's first.
  void follow_me(Term term, Outbox& out);

  void tick(const Tick& tick, base::Seconds now, Outbox& out);

  void on(Grant&& grant, Rank from, base::Seconds now, Outbox& out);
  void on(const MasterBeat& beat, Rank from, base::Seconds now, Outbox& out);
  void on(const Heard& heard, Rank from, base::Seconds now, Outbox& out);
  void on(const SaveNode& save, Rank from, base::Seconds now, Outbox& out);
  void on(const Halt& halt, Rank from, base::Seconds now, Outbox& out);
  void on(const CloseNode& close, Rank from, base::Seconds now, Outbox& out);
  void on(const FinishNode& finish, Rank from, base::Seconds now, Outbox& out);
  void on(const Joined& joined, Rank from, base::Seconds now, Outbox& out);
  void on(Outcome&& outcome, Rank from, base::Seconds now, Outbox& out);
  void on(const WorkerBeat& beat, Rank from, base::Seconds now, Outbox& out);
  void on(const Leaving& leaving, Rank from, base::Seconds now, Outbox& out);
  void on(const WorkerClosed& closed, Rank from, base::Seconds now, Outbox& out);

  /// A message of that rank waits: nobody is lost whose words wait.
  void note_waiting(Rank from, base::Seconds now);

  [[nodiscard]] base::Seconds next_wakeup() const;
  /// Whether the node has said its last word.
  [[nodiscard]] bool closed() const { return closed_; }

  /// In use by the node's ranks and their programs together, as they have told it last.
  [[nodiscard]] base::Bytes node_memory() const { return roster_.memory(); }
  /// Signs of life that the master was spared, because it had not dealt with those before.
  [[nodiscard]] std::uint64_t dropped_notes() const { return report_.dropped_notes(); }

 private:
  [[nodiscard]] Member* heed(Rank from, base::Seconds now, Outbox& out);
  void keep(Outcome& outcome, const std::vector<Task>& tasks, base::Seconds now);
  void fold(Outcome& outcome, const std::vector<Task>& tasks);
  void lose(Member& member, base::Seconds now);
  void note_failed(Task task, Rank where, TaskFailure failure, bool certain);

  void weigh(const Tick& tick, base::Seconds now, Outbox& out);
  [[nodiscard]] bool may_lease() const;
  void call_back(Outbox& out);
  [[nodiscard]] base::Seconds evens_out_at() const;
  void even_out(Outbox& out);

  void advance(base::Seconds now, Outbox& out);
  void dispatch_retries(base::Seconds now, Outbox& out);
  void dispatch_batches(std::uint32_t beyond_slots, base::Seconds now, Outbox& out);
  void lease(Member& member, std::vector<Task>&& tasks, base::Seconds now, Outbox& out);
  void ask(base::Seconds now);
  void give_back_all(base::Seconds now);
  void report(base::Seconds now, Outbox& out);
  void close_when_all_have(Outbox& out);

  Rank rank_;
  const Setup& setup_;
  const FarmOptions& options_;
  bool listens_;
  Sink& sink_;
  Roster roster_;
  Admission admission_;
  double waiting_with_master_ = 0;  ///< tasks for each slot of the run
  LeaseId next_lease_ = 1;
  Stock stock_;
  std::uint64_t asked_ = 0;  ///< credits that the master has not used yet
  bool halted_ = false;
  std::uint32_t closing_round_ = 0;  ///< 0: not closing
  bool closed_ = false;

  ReportDraft report_;
  Vigil workers_vigil_;
  Vigil master_vigil_;
  base::Seconds master_heard_;
  base::Seconds next_beat_;
  base::Seconds
      settled_;  ///< until then it waits for all to join, so that the first to come does not get all
};

}  // namespace winnow::farm
