#pragma once
// What the master knows of the run, for people and for the result file.

#include <cstdint>
#include <vector>

#include "winnow/base/duration_histogram.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/lease_times.hpp"

namespace winnow::farm {

/// Why a batch has as many tasks as it has.
enum class BatchCause : std::uint8_t {
  none,      ///< there was no batch yet, or its size is the study's
  first,     ///< nothing is known of its tasks
  time,      ///< it fills the time of a batch
  bound,     ///< it would not be within its bounds
  score,     ///< more is done a second than in larger ones
  failures,  ///< so many tasks fail
  memory,    ///< memory is short
  end        ///< no more tasks wait
};

/// Tasks of one queue by state. A task counts in one of waiting, sent, running, done and quarantined.
struct QueueStatus {
  std::uint64_t waiting = 0;               ///< pulled from the source, with the master
  std::uint64_t sent = 0;                  ///< with a node, not started
  std::uint64_t running = 0;               ///< leased to a worker
  std::uint64_t done = 0;                  ///< folded
  std::uint64_t quarantined = 0;           ///< failed for good
  std::uint64_t retried = 0;               ///< attempts beyond the first
  std::uint64_t ran = 0;                   ///< attempts, done or failed, of leases that were kept
  base::Seconds busy = {};                 ///< kernel time of these
  base::DurationHistogram durations = {};  ///< likewise; those of a batch count with their mean
  std::uint64_t batch = 0;                 ///< tasks of the last batch that was cut, on any node
  BatchCause batch_cause = BatchCause::none;
};

/// What an autoscaler goes by.
enum class ScaleCause : std::uint8_t {
  none,  ///< as many run as may
  cpu,
  memory,
  queue,
  metric
};

/// A wish for so many workers is a target's that is too small, and no advice.
inline constexpr std::uint32_t most_wanted = 1'000'000;

struct NodeStatus {
  std::uint32_t ranks = 0;           ///< alive
  std::uint32_t slots = 0;           ///< kernels that can run
  base::Bytes memory;                ///< in use now by the node's ranks together
  base::Bytes peak;                  ///< the largest of such sums
  std::uint32_t busiest = 0;         ///< the most kernels that ran at once; 0: not known
  std::uint32_t permits = 0;         ///< kernels that may run now: fewer than slots where memory presses
  std::uint32_t fewest_permits = 0;  ///< the least since the farm began; 0: memory has never pressed
  std::uint32_t scaled = 0;          ///< kernels that the autoscaler lets run; 0: there is none
  ScaleCause scale_cause = ScaleCause::none;
  std::uint32_t wanted = 0;  ///< the most it would have had run for long, with tasks for all; or most_wanted
  base::Bytes enough = {};   ///< of memory, by what was measured, for all slots to run; 0: not known
};

struct FarmStatus {
  std::vector<QueueStatus> queues;  ///< as in Setup::queues
  std::vector<NodeStatus> nodes;    ///< as in Layout::nodes()
  std::vector<Rank> lost;           ///< until now
  bool source_finished = false;     ///< no more tasks than those counted will come
};

/// What one rank did, for the result file. Its work may have been discarded: these are no counts of results.
struct WorkerRecord {
  Rank rank = no_rank;
  std::uint64_t tasks = 0;     ///< run to an end
  std::uint64_t failures = 0;  ///< of these
  base::Seconds busy;          ///< kernel time over all its slots
  base::Bytes peak;            ///< of memory, as its driver measured it
  bool lost = false;
  LeaseTimes times = {};
};

}  // namespace winnow::farm
