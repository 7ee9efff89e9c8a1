#pragma once
// What ranks say to each other. Order is kept between each pair of ranks, as MPI keeps it, and nothing more
// is asked of the transport: a message may be late by any time, and may never come from or to a rank that is
// lost.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/farm/interval_set.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Tasks that several roles of one process look at without copying them; never null in a message.
using SharedTasks = std::shared_ptr<const std::vector<Task>>;

/// Unique among the leases of one leader.
using LeaseId = std::uint64_t;

/// How often a node has had a leader; a worker follows the one of the highest term.
using Term = std::uint32_t;

/// Why the run ended.
enum class Ending : std::uint8_t {
  complete,   ///< every task is folded or quarantined
  stopped,    ///< on request: what was in flight is folded, or was too long about it
  no_workers  ///< no kernel slot is left on any rank
};

/// The task at `index` of a lease did not give a result.
struct FailedAt {
  std::uint32_t index = 0;
  TaskFailure failure;
};

/// A task that a leader gives back to the master after an attempt that failed.
struct FailedTask {
  Task task;  ///< its attempt as it was
  TaskFailure failure;
  bool certain = true;  ///< it was this task's doing; else it is one of several suspects
};

/// What a task left that is done, if the job listens.
struct Answer {
  TaskId task = 0;
  std::string words;
};

// Master to any rank of a node without leader, and the answer: the first to answer becomes leader.
struct Poll {
  Term term = 0;
};
struct Present {
  Term term = 0;
};

// Master to leader.
struct Lead {
  Term term = 0;
  std::vector<Rank> members;
};  ///< the node's ranks that may be alive
struct Grant {
  std::vector<Task> tasks;
};
struct MasterBeat {
  double waiting = 0;  ///< tasks that wait with the master, for each slot of the run
};
struct Heard {
  std::uint64_t reports = 0;
};                   ///< so many reports of this leader have been dealt with
struct SaveNode {};  ///< have what was folded put on disk
struct Halt {};      ///< lease no more; give back what was not started
struct CloseNode {
  std::uint32_t round = 0;
};
struct FinishNode {
  Ending ending = Ending::complete;
  std::vector<Rank> lost;
};

/// Leader to master: what changed since the last report; without changes it is a sign of life.
struct Report {
  struct Queue {
    std::uint64_t done = 0;     ///< since the last report
    std::uint64_t running = 0;  ///< now
    std::uint64_t ran = 0;      ///< attempts, done or failed, of leases that were kept since the last report
    base::Seconds busy = {};    ///< kernel time of these
    base::DurationHistogram durations = {};  ///< likewise
    std::uint64_t batch = 0;                 ///< tasks of the last batch that was cut; 0: none was
    BatchCause batch_cause = BatchCause::none;
  };
  std::uint64_t credits = 0;    ///< more tasks that the leader takes, on top of those it asked for before
  IntervalSet done;             ///< folded, or answered
  std::vector<Answer> answers;  ///< one for each of `done`, if the job listens
  std::vector<FailedTask> failed;
  std::vector<Task> returned;  ///< not started
  std::vector<WorkerRecord> lost;
  std::vector<Queue> queues;
  NodeStatus node;
  Rank only_worker = no_rank;  ///< the rank that has all the node's slots, if it is one
  bool barren = false;         ///< no slot is left, and none will come
};
struct NodeClosed {
  std::uint32_t round = 0;
  std::vector<WorkerRecord> workers;
};

// Leader to worker.
struct Follow {
  Term term = 0;
};
struct Lease {
  LeaseId id = 0;
  SharedTasks tasks;
};
struct Recall {};  ///< give back the leases that wait
struct LeaderBeat {
  std::uint64_t beats = 0;  ///< of this worker that have been dealt with
};
struct CloseWorker {
  std::uint32_t round = 0;
};
struct FinishWorker {
  Ending ending = Ending::complete;
  std::vector<Rank> lost;
};

// Worker to leader.
struct Joined {
  std::uint32_t slots = 0;
};
/// The end of a lease. If it is `kept`, every task that is not in `failures` is done and in `partial`; else
/// every such task has left nothing and may run again.
struct Outcome {
  LeaseId lease = 0;
  bool kept = true;
  std::vector<FailedAt> failures;  ///< ascending by index
  base::Buffer partial;
  base::Seconds busy;
  std::vector<std::uint64_t> revisions{};  ///< by index, as Kernel::run told them; those that failed have 0
  std::vector<std::string> answers{};      ///< by index; those that failed have none. Empty: all are
  base::Bytes processes{};                 ///< what the largest took that a task has started
};
struct WorkerBeat {
  base::Bytes memory;
  base::Bytes processes;  ///< of it, in use by processes that tasks have started
  std::uint32_t slots = 0;
  WorkerRecord record;
  base::Seconds cpu{};  ///< as of Tick
};
struct Leaving {
  WorkerRecord record;
};  ///< no slot is left
struct WorkerClosed {
  std::uint32_t round = 0;
  WorkerRecord record;
};

// Any rank to the master; and whoever hears from a rank that is lost, to that rank.
struct StopRequest {};
struct Fence {};  ///< leave: you were given up, and your tasks are done elsewhere

using Message =
    std::variant<Poll, Present, Lead, Grant, MasterBeat, Heard, SaveNode, Halt, CloseNode, FinishNode, Report,
                 NodeClosed, Follow, Lease, Recall, LeaderBeat, CloseWorker, FinishWorker, Joined, Outcome,
                 WorkerBeat, Leaving, WorkerClosed, StopRequest, Fence>;

/// Appends the message to `out`. Messages say their own length: several may stand one after the other.
void encode(const Message& message, base::Buffer& out);

/// Reads the next message; fails on bytes that are none, and nothing more can be read from `in` then.
[[nodiscard]] base::Result<Message> decode(base::Decoder& in);

void encode(const Task& task, base::Encoder& out);
/// Check in.ok() after it.
[[nodiscard]] Task decode_task(base::Decoder& in);

}  // namespace winnow::farm
