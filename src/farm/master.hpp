#pragma once
// The role of rank 0: hands tasks to nodes and has the last word on every one of them.

#include <cstdint>
#include <memory>
#include <vector>

#include "farm/backlog.hpp"
#include "farm/node_account.hpp"
#include "farm/outbox.hpp"
#include "farm/vigil.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/ledger.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Talks to leaders only, but for a node without one, whose ranks it polls. Grants against credits, so that a
/// slow node is never flooded. When a leader is lost, all that its node has folded is lost with it, and runs
/// again elsewhere: from the ledger, a window at a time. Where the job listens a node holds nothing that was
/// reported, and only what it had in flight runs again.
///
/// The run ends in two steps. When no task is left, the master has every leader, and every leader every
/// worker, say its last word; a rank that was lost unnoticed comes to light here, and its tasks run again.
/// Only when all have answered is the run finished.
class Master {
 public:
  /// `setup`, `sink` and `ledger` must outlive it; the ledger may be null if there is one node only.
  /// `listens`: as the job does.
  Master(const Setup& setup, std::unique_ptr<Source> source, bool listens, Sink& sink, Ledger* ledger);

  void start(base::Seconds now);
  void tick(base::Seconds now, Outbox& out);

  void on(Report&& report, Rank from, base::Seconds now, Outbox& out);
  void on(const Present& present, Rank from, base::Seconds now, Outbox& out);
  void on(NodeClosed&& closed, Rank from, base::Seconds now, Outbox& out);
  void on(const StopRequest& stop, Rank from, base::Seconds now, Outbox& out);

  /// A message of that rank waits: nobody is lost whose words wait.
  void note_waiting(Rank from, base::Seconds now);

  /// Has all leaders put on disk what they have folded.
  void save(Outbox& out);

  /// Whether the rank was given up: what it says no longer counts.
  [[nodiscard]] bool is_lost(Rank rank) const { return records_[static_cast<std::size_t>(rank)].lost; }

  [[nodiscard]] base::Seconds next_wakeup() const;
  [[nodiscard]] FarmStatus status() const;
  [[nodiscard]] const std::vector<WorkerRecord>& workers() const { return records_; }

 private:
  using Phase = NodeAccount::Phase;

  [[nodiscard]] NodeAccount* led_by(Rank rank);
  void lose_rank(Rank rank);
  void lose_leader(std::uint32_t node, base::Seconds now, Outbox& out);
  void take_from_lost(NodeAccount::Holdings&& holdings, Rank leader);
  void set_slots(NodeAccount& node, const NodeStatus& status);
  void acknowledge(NodeAccount& node, Outbox& out);

  void hand_out(NodeAccount* asking, Outbox& out);
  void serve_all(Outbox& out);
  void grant(NodeAccount& node, Outbox& out);
  [[nodiscard]] std::uint64_t room_of(const NodeAccount& node) const;
  [[nodiscard]] bool suits(const NodeAccount& node, const Task& task) const;

  [[nodiscard]] bool may_end(Ending& ending) const;
  void end_if_possible(Outbox& out);
  void finish(Outbox& out);

  const Setup& setup_;
  const FarmOptions& options_;
  bool listens_;
  Backlog backlog_;
  std::vector<NodeAccount> nodes_;
  std::size_t turn_ = 0;
  bool unserved_ = false;    ///< the tasks at hand did not suffice for a node that had room
  std::uint64_t slots_ = 0;  ///< of all nodes
  std::vector<WorkerRecord> records_;

  bool stopping_ = false;
  base::Seconds patience_ends_ = base::Seconds::never();
  bool impatient_ = false;  ///< ends without the tasks in flight
  bool closing_ = false;
  bool finished_ = false;
  Ending ending_ = Ending::complete;
  std::uint32_t round_ = 0;
  Vigil vigil_;
  base::Seconds next_beat_;
};

}  // namespace winnow::farm
