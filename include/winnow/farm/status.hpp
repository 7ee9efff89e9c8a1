#pragma once
// What the master knows of the run, for people and for the result file.

#include <cstdint>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// Tasks of one queue by state. A task counts in one of waiting, sent, running, done and quarantined.
struct QueueStatus {
  std::uint64_t waiting = 0;      ///< pulled from the source, with the master
  std::uint64_t sent = 0;         ///< with a node, not started
  std::uint64_t running = 0;      ///< leased to a worker
  std::uint64_t done = 0;         ///< folded
  std::uint64_t quarantined = 0;  ///< failed for good
  std::uint64_t retried = 0;      ///< attempts beyond the first
  std::uint64_t ran = 0;          ///< attempts, done or failed, of leases that were kept
  base::Seconds busy = {};        ///< kernel time of these
};

struct NodeStatus {
  std::uint32_t ranks = 0;           ///< alive
  std::uint32_t slots = 0;           ///< kernels that can run
  base::Bytes memory;                ///< in use now by the node's ranks together
  base::Bytes peak;                  ///< the largest of such sums
  std::uint32_t permits = 0;         ///< kernels that may run now: fewer than slots where memory presses
  std::uint32_t fewest_permits = 0;  ///< the least since the farm began; 0: memory has never pressed
};

struct FarmStatus {
  std::vector<QueueStatus> queues;  ///< as in Setup::queues
  std::vector<NodeStatus> nodes;    ///< as in Layout::nodes()
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
};

}  // namespace winnow::farm
