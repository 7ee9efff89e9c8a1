#include "farm/task_pace.hpp"

#include <algorithm>
#include <limits>

namespace winnow::farm {
namespace {

constexpr std::uint64_t first_batch_bytes = 4 << 20;
constexpr double weight_of_newest = 0.3;

/// A share of tasks that fail as a rule, as files that are not there do, is none that calls for smaller
/// batches.
constexpr double usual_success = 0.95;

/// About ten times what it takes to hand a batch out and to hear of its end.
constexpr base::Seconds worth_a_message{0.25e-3};

std::uint64_t ceiling(std::uint64_t tasks, std::uint64_t parts) {
  return (tasks + parts - 1) / parts;
}

}  // namespace

void TaskPace::measured(std::uint16_t queue, const Batch& batch) {
  if (batch.tasks == 0) return;
  auto& pace = queues_[queue];
  const double weight = pace.known ? weight_of_newest : 1.0;
  const auto count = static_cast<double>(batch.tasks);
  pace.seconds += weight * (batch.busy.count / count - pace.seconds);
  pace.bytes += weight * (static_cast<double>(batch.size.count) / count - pace.bytes);
  pace.success += weight_of_newest * (1 - static_cast<double>(batch.failed) / count - pace.success);
  pace.known = true;
  pace.climber.measured(batch.tasks, batch.failed, batch.busy);
}

double TaskPace::tasks_in(base::Seconds time, const Pace& pace) {
  return std::max(1.0, time.count / std::max(pace.seconds, 1e-9));
}

/// By the time of a batch alone, within its bounds.
TaskPace::Cut TaskPace::fitting(const Pace& pace) const {
  const auto wanted = pace.known ? tasks_in(options_.batch_time, pace) : 1.0 * options_.first_batch;
  const double least = options_.batch_min;
  const double most = std::max(options_.batch_min, options_.batch_max);
  const auto tasks = static_cast<std::uint64_t>(std::clamp(wanted, least, most));
  if (wanted < least || wanted > most) return {tasks, BatchCause::bound};
  return {tasks, pace.known ? BatchCause::time : BatchCause::first};
}

TaskPace::Cut TaskPace::aimed(Pace& pace) const {
  auto cut = fitting(pace);
  const auto take = [&](double tasks, BatchCause cause) {
    const auto next = std::max<std::uint64_t>(options_.batch_min, static_cast<std::uint64_t>(tasks));
    if (next < cut.tasks) cut = {std::max<std::uint64_t>(1, next), cause};
  };
  if (pace.known) take(static_cast<double>(pace.climber.next(cut.tasks)), BatchCause::score);
  if (pace.success < usual_success) take(static_cast<double>(cut.tasks) * pace.success, BatchCause::failures);
  if (memory_ < 1) take(static_cast<double>(cut.tasks) * memory_, BatchCause::memory);
  return cut;
}

std::uint64_t TaskPace::largest_batch() const {
  std::uint64_t largest = options_.batch;
  for (const auto& pace : queues_) largest = std::max(largest, fitting(pace).tasks);
  return largest;
}

TaskPace::Limit TaskPace::next(std::uint16_t queue, std::uint64_t waiting, std::uint64_t slots) {
  constexpr auto any_size = std::numeric_limits<std::uint64_t>::max();
  if (options_.batch > 0) return {options_.batch, any_size};
  auto& pace = queues_[queue];
  const auto worthwhile =
      pace.known ? static_cast<std::uint64_t>(tasks_in(worth_a_message, pace)) : std::uint64_t{1};
  const auto fewest =
      std::min(std::max<std::uint64_t>(worthwhile, options_.batch_min), ceiling(waiting, slots));
  const auto share = std::max({ceiling(waiting, 2 * slots), fewest, std::uint64_t{1}});
  pace.cut = aimed(pace);
  if (share < pace.cut.tasks) pace.cut = {share, BatchCause::end};
  if (!pace.known) return {pace.cut.tasks, first_batch_bytes};
  return {pace.cut.tasks, static_cast<std::uint64_t>(pace.bytes * static_cast<double>(pace.cut.tasks)) + 1};
}

}  // namespace winnow::farm
