#pragma once
// A run's tasks by state, for whoever watches it.

#include <cstdint>
#include <string>

#include "winnow/base/duration_histogram.hpp"
#include "winnow/base/units.hpp"

namespace winnow::report {

/// The tasks of one queue. Each counts in one of waiting, sent, running, done and quarantined.
struct QueueTasks {
  std::string name;
  std::uint64_t waiting = 0;               ///< with the master
  std::uint64_t sent = 0;                  ///< with a node, not started
  std::uint64_t running = 0;               ///< leased to a worker
  std::uint64_t done = 0;                  ///< in the result
  std::uint64_t quarantined = 0;           ///< failed for good
  std::uint64_t retried = 0;               ///< attempts beyond the first
  std::uint64_t ran = 0;                   ///< attempts that have ended
  base::Seconds busy = {};                 ///< kernel time of these
  base::DurationHistogram durations = {};  ///< likewise
  std::uint64_t batch = 0;                 ///< tasks of the last batch that was measured
  std::string batch_cause = {};            ///< what that size went by: "time"; empty: no batch was measured
};

}  // namespace winnow::report
