#include "winnow/farm/lease_times.hpp"

#include <algorithm>
#include <cmath>

namespace winnow::farm {
namespace {

constexpr std::uint64_t fewest_leases = 5;

}  // namespace

void LeaseTimes::add(base::Seconds busy, std::uint64_t tasks) {
  const auto count = static_cast<double>(tasks);
  ++leases;
  busy_squared += busy.count * busy.count;
  busy_by_tasks += busy.count * count;
  tasks_squared += count * count;
}

base::Seconds error_of_task_time(base::Seconds busy, std::uint64_t tasks, const LeaseTimes& times) {
  if (times.leases < fewest_leases || tasks == 0) return base::Seconds::never();
  const auto count = static_cast<double>(tasks);
  const auto mean = busy.count / count;
  const auto squares =
      times.busy_squared - 2 * mean * times.busy_by_tasks + mean * mean * times.tasks_squared;
  const auto leases = static_cast<double>(times.leases);
  return {std::sqrt(std::max(0.0, squares) * leases / (leases - 1)) / count};
}

}  // namespace winnow::farm
