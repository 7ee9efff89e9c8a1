#pragma once
// How many tasks make a batch.

#include <cstdint>
#include <vector>

#include "farm/batch_climber.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Learns, for each queue, how long tasks take, how large they are and how many fail, and cuts batches: no
/// longer than the time aimed at, of the size that gets the most done (see BatchClimber), the smaller the
/// more tasks fail, as so much less is done again with them, and the smaller the shorter memory is.
class TaskPace {
 public:
  /// What a batch may hold.
  struct Limit {
    std::uint64_t tasks;
    std::uint64_t bytes;  ///< of all but the first task together
  };

  /// The size of a batch and what it goes by.
  struct Cut {
    std::uint64_t tasks = 0;
    BatchCause cause = BatchCause::none;
  };

  /// A batch that ended.
  struct Batch {
    std::uint64_t tasks = 0;
    std::uint64_t failed = 0;  ///< of these
    base::Bytes size;          ///< of all together
    base::Seconds busy;        ///< kernel time
  };

  TaskPace(const FarmOptions& options, std::size_t queues) : options_(options), queues_(queues) {}

  void measured(std::uint16_t queue, const Batch& batch);

  /// Of the kernels that there are this share may run, for memory is short; 1: it is not.
  void follow_memory(double share) { memory_ = share; }

  /// The next batch from `queue`, when `waiting` tasks wait for `slots` kernels: near the end batches shrink,
  /// so that the slots end together, as in guided self-scheduling (Polychronopoulos and Kuck, IEEE Trans.
  /// Comput. C-36, 1987), but not below what is worth a message while there is one for each slot.
  [[nodiscard]] Limit next(std::uint16_t queue, std::uint64_t waiting, std::uint64_t slots);

  /// What next() said last.
  [[nodiscard]] Cut last_cut(std::uint16_t queue) const { return queues_[queue].cut; }

  /// The tasks of any queue that fill the time of a batch when there is no end in sight, at most; at least a
  /// batch of fixed size.
  [[nodiscard]] std::uint64_t largest_batch() const;

 private:
  struct Pace {
    double seconds = 0;  ///< of a task
    double bytes = 0;    ///< likewise
    double success = 1;  ///< share of tasks that do not fail
    bool known = false;
    BatchClimber climber;
    Cut cut;
  };

  [[nodiscard]] static double tasks_in(base::Seconds time, const Pace& pace);
  [[nodiscard]] Cut fitting(const Pace& pace) const;
  [[nodiscard]] Cut aimed(Pace& pace) const;

  const FarmOptions& options_;
  std::vector<Pace> queues_;
  double memory_ = 1;
};

}  // namespace winnow::farm
