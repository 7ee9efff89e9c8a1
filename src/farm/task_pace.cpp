#include "farm/task_pace.hpp"

#include <algorithm>
#include <limits>

namespace winnow::farm {
namespace {

constexpr std::uint64_t first_batch = 16;
constexpr std::uint64_t first_batch_bytes = 4 << 20;
constexpr double most_in_batch = 4096;
constexpr double weight_of_newest = 0.3;

/// About ten times what it takes to hand a batch out and to hear of its end.
constexpr base::Seconds worth_a_message{0.25e-3};

std::uint64_t ceiling(std::uint64_t tasks, std::uint64_t parts) {
  return (tasks + parts - 1) / parts;
}

}  // namespace

void TaskPace::measured(std::uint16_t queue, std::uint64_t tasks, base::Bytes size, base::Seconds busy) {
  if (tasks == 0) return;
  auto& mean = queues_[queue];
  const double weight = mean.known ? weight_of_newest : 1.0;
  const auto count = static_cast<double>(tasks);
  mean.seconds += weight * (busy.count / count - mean.seconds);
  mean.bytes += weight * (static_cast<double>(size.count) / count - mean.bytes);
  mean.known = true;
}

std::uint64_t TaskPace::tasks_in(base::Seconds time, const Mean& mean) {
  const double tasks = time.count / std::max(mean.seconds, 1e-9);
  return static_cast<std::uint64_t>(std::clamp(tasks, 1.0, most_in_batch));
}

std::uint64_t TaskPace::fitting(std::uint16_t queue) const {
  const auto& mean = queues_[queue];
  return mean.known ? tasks_in(options_.batch_time, mean) : first_batch;
}

std::uint64_t TaskPace::largest_batch() const {
  std::uint64_t largest = options_.batch;
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    largest = std::max(largest, fitting(static_cast<std::uint16_t>(queue)));
  }
  return largest;
}

TaskPace::Limit TaskPace::next(std::uint16_t queue, std::uint64_t waiting, std::uint64_t slots) const {
  constexpr auto any_size = std::numeric_limits<std::uint64_t>::max();
  if (options_.batch > 0) return {options_.batch, any_size};
  const auto& mean = queues_[queue];
  const auto fewest = std::min(mean.known ? tasks_in(worth_a_message, mean) : 1, ceiling(waiting, slots));
  const auto share = std::max(ceiling(waiting, 2 * slots), fewest);
  const auto tasks = std::clamp<std::uint64_t>(share, 1, fitting(queue));
  if (!mean.known) return {tasks, first_batch_bytes};
  return {tasks, static_cast<std::uint64_t>(mean.bytes * static_cast<double>(tasks)) + 1};
}

}  // namespace winnow::farm
