#pragma once
// What a job is to the farm: a source of tasks, kernels that run them, a sink that folds what they leave. A
// job knows nothing of ranks, and the farm nothing of what the tasks mean.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::farm {

/// Tasks are numbered in the order in which the master grants them: a node's tasks are a few ranges of ids.
/// An id is no part of any answer.
using TaskId = std::uint64_t;

/// A rank of the run, as numbered at its start.
using Rank = std::int32_t;
inline constexpr Rank no_rank = -1;

/// A source fills in `queue`, `timeout`, `size`, `revision` and `payload`; the rest is the farm's. Where it
/// would have to look at what the task works on to know its size and revision, it may leave both out: the
/// task then goes for a small one, and the kernel, which looks anyway, tells the revision or hands the task
/// back.
struct Task {
  TaskId id = 0;                         ///< a new one each time the task is granted
  std::uint16_t queue = 0;               ///< index into Job::queues()
  std::uint16_t attempt = 0;             ///< how many have failed
  std::uint8_t suspicion = 0;            ///< how many ranks were lost while it may have been running there
  bool alone = false;                    ///< shares a lease with no other: it may run far longer than they do
  std::optional<base::Seconds> timeout;  ///< its own; none: FarmOptions::timeout
  Rank avoid = no_rank;                  ///< where it failed last
  base::Bytes size;                      ///< of the piece in flight; largest first
  std::uint64_t revision = 0;  ///< of what the task works on: another one, and what it left no longer holds;
                               ///< 0: not known
  std::string payload;         ///< the job's own words: a path, a candidate; up to a NUL, for people too
};

/// Why a task did not give a result.
enum class FailureKind : std::uint8_t {
  error,
  timeout,
  worker_lost,
  handed_back  ///< no failure of the task's: the source has another look at it
};
[[nodiscard]] std::string_view name_of(FailureKind kind);

struct TaskFailure {
  FailureKind kind = FailureKind::error;
  std::string reason;
};

/// How a task ended: its answer, in the job's own words, or why it failed for good.
using TaskResult = tl::expected<std::string, TaskFailure>;

/// What a kernel says of a task that did not fail.
struct TaskEnd {
  std::uint64_t revision = 0;  ///< of what the task worked on, as the kernel found it; 0: not known
  bool handed_back = false;    ///< too large for one whose size was not known: it has left nothing
  std::string answer{};        ///< for Source::tell(), if the job listens; else of no use
  base::Bytes processes{};  ///< what the largest process took that the task has started; 0: it started none
};

/// A named queue: the tasks of a higher priority go first.
struct Queue {
  std::string name;
  int priority = 0;
};

/// Where tasks come from; asked by the master on rank 0. What makes a task (its payload, size and revision)
/// must not depend on who runs the job, on how many ranks or in what memory: a run that goes on with
/// another's work knows by that what is done. No two tasks may be equal in it.
class Source {
 public:
  virtual ~Source() = default;

  enum class State {
    more,     ///< ask again when there is room
    waiting,  ///< nothing until results were told
    finished  ///< nothing ever again
  };

  /// Appends at most `credits` tasks to `tasks`. Called often with room for thousands: it should return
  /// within milliseconds, with fewer tasks than asked for if need be.
  virtual State pull(std::size_t credits, std::vector<Task>& tasks) = 0;

  /// When pull() is to be asked again though it said that it waits, and nothing was told: by the run's clock.
  [[nodiscard]] virtual base::Seconds wakes_at() const { return base::Seconds::never(); }

  /// Fills in the size and the revision of a task that it gave without.
  virtual void weigh(Task& /*task*/) {}

  /// A task that a kernel handed back: pull() gives it, or smaller ones in its place, with their sizes.
  virtual void take_back(Task&& /*task*/) {}

  /// How a task ended, once for each task, if the job listens. What was told is the source's to keep: the
  /// task never runs again, whoever is lost. Results come in any order; pull() is asked right after them.
  virtual void tell(const Task& /*task*/, TaskResult&& /*result*/) {}
};

/// Turns tasks into results. One per kernel slot, used by one thread at a time; never calls MPI.
class Kernel {
 public:
  virtual ~Kernel() = default;

  /// Runs one task. What it leaves is its answer, or is kept inside until take(); a failed task leaves
  /// nothing. Data that is bad (a file that cannot be read) is a result, not a failure: a failure is retried
  /// elsewhere.
  virtual base::Result<TaskEnd> run(const Task& task) = 0;

  /// Appends what the tasks since the last take left beside answers, and forgets it.
  virtual void take(base::Buffer& partial) = 0;
};

/// Folds what kernels leave into one state per node. Used by the leader's thread only.
class Sink {
 public:
  virtual ~Sink() = default;

  /// Folds what one Kernel::take gave of the tasks that are `done`: nothing else of them, and nothing of any
  /// other task, is in it. `revisions`, one a task, are those that the kernel found; of what an earlier run
  /// has left, both are empty. The order of calls makes no difference to the answer.
  virtual void fold(std::span<const std::byte> partial, std::span<const Task> done,
                    std::span<const std::uint64_t> revisions) = 0;

  /// A task that failed for good: it stays in the answer as what it is. Its size and revision are known if
  /// the source can tell them.
  virtual void quarantine(const Task& task, const TaskFailure& failure) = 0;

  /// Has what it keeps on disk, if anything, written there soon; does not wait for it.
  virtual void save() {}
};

class Job {
 public:
  virtual ~Job() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::vector<Queue> queues() const { return {{std::string(name()), 0}}; }

  /// Called on rank 0 only.
  virtual std::unique_ptr<Source> make_source() = 0;

  /// Called on any thread of any rank; the kernel may refer to the job, which outlives it.
  virtual std::unique_ptr<Kernel> make_kernel() = 0;

  /// Whether its source needs the results to go on, as that of an optimiser does. They then go to the source,
  /// as answers, and to no sink: Sink::fold is never called, Kernel::take has nothing to give, and the master
  /// keeps the tasks in flight in its memory. Leaders report at once what is done, however little it is.
  [[nodiscard]] virtual bool listens() const { return false; }

  /// The sink of this rank, should it lead its node; that of rank 0 gets the tasks that failed for good.
  virtual Sink& sink() = 0;

  /// True from when the job has met on this rank what ends the run without a result. The run is then stopped
  /// as on request, and what this rank's kernels have not handed over by then is not folded. Asked often, on
  /// any thread.
  [[nodiscard]] virtual bool wants_stop() const { return false; }
};

}  // namespace winnow::farm
