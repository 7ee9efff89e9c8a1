#pragma once
// How many tasks make a batch.

#include <cstdint>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::farm {

/// Learns, for each queue, how long tasks take and how large they are, and cuts batches to the time aimed at.
class TaskPace {
 public:
  /// What a batch may hold.
  struct Limit {
    std::uint64_t tasks;
    std::uint64_t bytes;  ///< of all but the first task together
  };

  TaskPace(const FarmOptions& options, std::size_t queues) : options_(options), queues_(queues) {}

  /// A batch ended: `tasks` of `size` together took `busy`.
  void measured(std::uint16_t queue, std::uint64_t tasks, base::Bytes size, base::Seconds busy);

  /// The next batch from `queue`, when `waiting` tasks wait for `slots` kernels: near the end batches shrink,
  /// so that the slots end together, as in guided self-scheduling (Polychronopoulos and Kuck, IEEE Trans.
  /// Comput. C-36, 1987), but not below what is worth a message while there is one for each slot.
  [[nodiscard]] Limit next(std::uint16_t queue, std::uint64_t waiting, std::uint64_t slots) const;

  /// The tasks of any queue that fill the time of a batch when there is no end in sight, at most; at least a
  /// batch of fixed size.
  [[nodiscard]] std::uint64_t largest_batch() const;

 private:
  struct Mean {
    double seconds = 0;
    double bytes = 0;
    bool known = false;
  };

  [[nodiscard]] static std::uint64_t tasks_in(base::Seconds time, const Mean& mean);
  [[nodiscard]] std::uint64_t fitting(std::uint16_t queue) const;

  const FarmOptions& options_;
  std::vector<Mean> queues_;
};

}  // namespace winnow::farm
