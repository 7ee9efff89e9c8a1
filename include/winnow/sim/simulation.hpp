#pragma once
// Many imagined ranks, the farm's own state machines on each, in virtual time and with faults.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::sim {

/// What happens when a task is run.
struct TaskScript {
  enum class End : std::uint8_t {
    done,
    fails,  ///< the kernel says so, after `duration`
    hangs,  ///< never
    kills   ///< its rank crashes, after `duration`
  };
  End end = End::done;
  base::Seconds duration;
};

/// What happens to a rank.
struct Fault {
  enum class Kind : std::uint8_t {
    crash,  ///< gone, and perhaps also what it has sent but was not received
    pause,  ///< does nothing for a while, then goes on as if nothing had been; what was sent to it waits
    stop    ///< is told that somebody wants the run to end
  };
  Kind kind = Kind::crash;
  farm::Rank rank = 0;
  base::Seconds at;
  base::Seconds lasts;  ///< of a pause
};

/// How long messages travel. They keep their order between each pair of ranks and no other.
struct Network {
  base::Seconds within_node{1e-6};
  base::Seconds between_nodes{5e-6};
  base::Seconds jitter;  ///< up to so much more, evenly distributed
};

/// What comes of a run of a task of a caller's own job.
struct Performance {
  base::Seconds duration;
  std::string answer;  ///< as the job's kernel would give it
};

/// A job of the caller's own, in the place of the imagined one.
struct Play {
  /// The job of a rank, asked for once each; all outlive the run. Kernels are not asked for.
  std::function<farm::Job&(farm::Rank)> job;
  /// Called once for each run of a task, when it starts.
  std::function<Performance(const farm::Task&)> perform;
};

/// The world of one run. The same world gives the same history, but for what `clock` measures.
struct World {
  std::shared_ptr<const farm::Setup> setup;
  std::uint32_t slots = 1;   ///< kernels per rank
  std::optional<Play> play;  ///< if given, the next four count for nothing
  std::uint64_t tasks = 0;
  /// Not 0: the job listens. Tasks come in generations of so many, each when all of the one before were told,
  /// and what a task has to work on follows from all answers up to then.
  std::uint64_t generation = 0;
  /// The task with a number below `tasks`; its payload is overwritten. Null: size 0, queue 0.
  std::function<farm::Task(std::uint64_t)> make_task;
  /// What comes of that task's run at that attempt; must not change its mind.
  std::function<TaskScript(std::uint64_t, std::uint16_t)> script;
  /// The share of its memory that a node uses while so many kernels run there. Null: nobody looks.
  std::function<double(std::uint32_t node, std::uint32_t running, base::Seconds now)> pressure;
  /// What rank 0 takes for each message of another rank; those that come meanwhile wait for their turn.
  base::Seconds master_takes;
  std::vector<Fault> faults;  ///< one that hits a rank after its last word before the end does nothing
  Network network;
  std::uint64_t seed = 0;              ///< of the delays
  base::Seconds time_limit{1e6};       ///< virtual
  bool check_messages = false;         ///< carries messages as bytes, as a real driver does
  const base::Clock* clock = nullptr;  ///< measures the cost of the state machines, if given
};

/// How a rank ended.
struct Fate {
  enum class Kind : std::uint8_t { running, crashed, left, finished };
  Kind kind = Kind::running;
  farm::Finished finished;            ///< if so
  bool led = false;                   ///< when it ended
  std::vector<std::uint64_t> folded;  ///< task numbers in its sink, in the order of folding
  std::vector<std::uint64_t> failed;  ///< task numbers quarantined in its sink
};

struct History {
  bool ended = false;  ///< every rank that did not crash has left or finished within the time limit
  std::vector<Fate> ranks;
  base::Seconds makespan;   ///< to the end of rank 0
  farm::FarmStatus status;  ///< the master's last
  std::vector<farm::WorkerRecord> workers;
  std::vector<std::uint64_t> told;  ///< task numbers, in the order in which the source was told of their
                                    ///< ends; none of a play's
  std::uint64_t digest = 0;         ///< of all generations' results, in the order of task numbers
  std::uint64_t messages = 0;
  std::uint64_t master_messages = 0;  ///< to and from rank 0
  std::uint64_t most_waiting = 0;     ///< messages to rank 0 sent and not dealt with, at any one time
  std::uint64_t most_answers = 0;     ///< answers in such messages, at any one time
  std::uint64_t dropped_notes = 0;    ///< progress notes that leaders did not send, because too many waited
  base::Bytes bytes;                  ///< of all messages; counted if they are checked or costs measured
  base::Seconds master_cost;          ///< real time in the state machines of rank 0
  base::Seconds cost;                 ///< … of all ranks
};

[[nodiscard]] History run(const World& world);

}  // namespace winnow::sim
