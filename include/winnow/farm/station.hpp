#pragma once
// One rank of the farm: a worker always, a leader if it leads its node, the master if it is rank 0.

#include <memory>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/ledger.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

class Leader;
class Master;
class Worker;
class Outbox;

/// A state machine: it does no I/O, starts no thread and reads no clock. Its driver brings it events and
/// carries out the actions it answers with. A run is the same for the same events at the same times.
///
///     std::vector<Action> actions;
///     station.handle(Started{}, clock.now(), actions);
///     // carry out and clear the actions; then, until Leave or Finished, whichever comes first:
///     //   a message     → handle(MessageArrived{…})
///     //   a kernel ends → handle(KernelFinished{…})
///     //   next_wakeup() → handle(Tick{…})
///
/// Messages between roles of the same rank never leave the Station.
class Station {
 public:
  /// `setup` is shared by all stations of a process. `slots`: kernels that may run at once on this rank, at
  /// least 1. The job must outlive the station, which asks it for its source on rank 0 and for its sink where
  /// it leads. `ledger` is needed on rank 0 of more than one node, may be null elsewhere, and must outlive
  /// the station.
  Station(Rank rank, std::uint32_t slots, std::shared_ptr<const Setup> setup, Job& job,
          Ledger* ledger = nullptr);
  Station(Station&&) noexcept;
  ~Station();

  /// Appends what is to be done, in order. `now` never runs backwards. Throws what the job and the ledger
  /// throw.
  void handle(Event event, base::Seconds now, std::vector<Action>& actions);

  /// Says that a message of that rank has come and waits, for a driver that brings a Tick first: nobody is
  /// taken for lost whose words wait.
  void note_waiting(Rank from, base::Seconds now);

  /// When the next Tick is due: never, or a time that may have passed already. Ask again after each handle().
  [[nodiscard]] base::Seconds next_wakeup() const;

  [[nodiscard]] Rank rank() const { return rank_; }

  /// Whether this rank's sink takes part in the result: those of all leaders that are not lost, together, are
  /// the answer.
  [[nodiscard]] bool leads() const { return leader_ != nullptr; }

  /// Where it leads only: what the ranks of its node and their programs have in use together, as they have
  /// told it last.
  [[nodiscard]] base::Bytes node_memory() const;

  /// On rank 0 only: the state of the run, at most a report interval old.
  [[nodiscard]] FarmStatus status() const;

  /// What this rank has done so far.
  [[nodiscard]] const WorkerRecord& own_work() const;

  /// On rank 0 only, when it is finished: what every rank did, by rank.
  [[nodiscard]] const std::vector<WorkerRecord>& workers() const;

  /// Signs of life and the like that this rank did not send, because too many of them waited at the master
  /// or at its leader.
  [[nodiscard]] std::uint64_t dropped_notes() const;

  /// Whether this rank has said its last word before the end: the farm heals no loss of it from here on.
  [[nodiscard]] bool closed() const;

 private:
  void on(Started&& event, base::Seconds now, Outbox& out);
  void on(MessageArrived&& event, base::Seconds now, Outbox& out);
  void on(Tick&& event, base::Seconds now, Outbox& out);
  void on(KernelFinished&& event, base::Seconds now, Outbox& out);
  void on(WorkWithdrawn&& event, base::Seconds now, Outbox& out);
  void on(StopRequested&& event, base::Seconds now, Outbox& out);
  void on(CheckpointRequested&& event, base::Seconds now, Outbox& out);
  void deliver(Rank from, Message&& message, base::Seconds now, Outbox& out);
  void lead(const std::vector<Rank>& members, base::Seconds now);
  [[nodiscard]] Rank first_leader() const;

  Rank rank_;
  std::shared_ptr<const Setup> setup_;
  Job& job_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Leader> leader_;
  std::unique_ptr<Master> master_;
  std::vector<Message> to_self_;
  bool over_ = false;
};

}  // namespace winnow::farm
