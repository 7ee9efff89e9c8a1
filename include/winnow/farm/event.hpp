#pragma once
// What a driver tells a Station, and what the Station asks of its driver.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::farm {

/// Once, before all else.
struct Started {};

struct MessageArrived {
  Rank from = no_rank;
  Message message;
};

/// Unique among the work that a Station has queued.
using WorkId = std::uint64_t;

/// How far a running kernel is.
struct KernelProgress {
  std::uint32_t slot = 0;
  WorkId work = 0;
  std::uint32_t index = 0;   ///< of the task that runs
  base::Seconds started_at;  ///< when that task began, by the driver's clock
};

/// Time has passed: due at Station::next_wakeup() at the latest, allowed at any time. Messages that have
/// arrived come before it, or Station::note_waiting() is told of them.
struct Tick {
  base::Bytes memory;                   ///< in use by this rank, and by the programs that it has started
  base::Bytes peak;                     ///< its largest so far
  std::vector<KernelProgress> kernels;  ///< all that run; needed only where tasks have a timeout
  std::optional<double> pressure{};     ///< the share of the node's memory that is in use by anybody
  base::Bytes processes{};              ///< in use now by processes that tasks have started
  base::Seconds cpu{};             ///< processor time of this rank and its programs, from their beginning
  std::optional<double> metric{};  ///< what AutoscaleRules::metric is the target of
};

/// A slot has run all tasks of the work, or dropped them, and has gone on to what is queued. Not for a slot
/// that was abandoned.
struct KernelFinished {
  WorkId work = 0;
  std::vector<FailedAt> failures;  ///< ascending by index; all other tasks are done
  base::Buffer partial;            ///< of Kernel::take
  base::Seconds busy;
  bool kept = true;                        ///< else the tasks have left nothing: the job wants to stop
  std::vector<std::uint64_t> revisions{};  ///< one a task, as Kernel::run told them; none: not known
  std::vector<std::string> answers{};      ///< one a task, as Kernel::run gave them; none: all empty
  base::Bytes processes{};                 ///< the most that Kernel::run told
};

/// No slot had begun these when WithdrawWork came, and none will.
struct WorkWithdrawn {
  std::vector<WorkId> works;
};

/// Somebody wants the run to end early: told to any rank.
struct StopRequested {};

/// Somebody wants all that was done so far to be on disk soon: told to rank 0.
struct CheckpointRequested {};

using Event = std::variant<Started, MessageArrived, Tick, KernelFinished, WorkWithdrawn, StopRequested,
                           CheckpointRequested>;

struct Send {
  Rank to = no_rank;  ///< never the rank itself
  Message message;
};

/// Have the next slot that is free run the tasks in order, after all that was queued before; then tell
/// KernelFinished.
struct QueueWork {
  WorkId work = 0;
  SharedTasks tasks;
};

/// Take what no slot has begun out of the queue, and tell WorkWithdrawn; nothing, if that is none.
struct WithdrawWork {};

/// A task has overrun its timeout: write the thread of its slot off, which takes no more work. Where the slot
/// has come to other work meanwhile it ends after that, and tells of it.
struct AbandonKernel {
  std::uint32_t slot = 0;
  WorkId work = 0;
};

/// The rank is out of the run: end the process without taking part in anything collective. No event follows.
struct Leave {
  std::string reason;
};

/// The farm is at its end on this rank, and so it is on all others that are not lost: what follows may be
/// collective among Layout::without(lost). No event follows.
struct Finished {
  Ending ending = Ending::complete;
  std::vector<Rank> lost;  ///< ascending; the same on all ranks that are left
};

using Action = std::variant<Send, QueueWork, WithdrawWork, AbandonKernel, Leave, Finished>;

}  // namespace winnow::farm
