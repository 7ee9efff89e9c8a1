#pragma once
// How well it is known what a task takes on a worker.

#include <cstdint>

#include "winnow/base/units.hpp"

namespace winnow::farm {

/// Sums over a worker's leases.
struct LeaseTimes {
  std::uint64_t leases = 0;
  double busy_squared = 0;   ///< s²
  double busy_by_tasks = 0;  ///< s
  double tasks_squared = 0;

  void add(base::Seconds busy, std::uint64_t tasks);

  bool operator==(const LeaseTimes&) const = default;
};

/// The standard error of the time a task, `busy` over `tasks`, of the leases in `times`: as that of a ratio of
/// two sums (Cochran, Sampling Techniques, 3rd edition, 1977, section 6.4). For ever, where there are fewer
/// than five leases.
[[nodiscard]] base::Seconds error_of_task_time(base::Seconds busy, std::uint64_t tasks,
                                               const LeaseTimes& times);

}  // namespace winnow::farm
