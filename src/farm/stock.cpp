#include "farm/stock.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace winnow::farm {
namespace {

constexpr std::size_t retries_in_view = 64;

}  // namespace

void Stock::add(Task&& task) {
  if (task.attempt > 0) {
    retries_.push_back(std::move(task));
  } else {
    pool_.push(std::move(task));
  }
}

void Stock::offer_retries(const std::function<bool(Task&)>& take) {
  auto task = retries_.begin();
  for (std::size_t seen = 0; task != retries_.end() && seen < retries_in_view; ++seen) {
    task = take(*task) ? retries_.erase(task) : std::next(task);
  }
}

std::vector<Task> Stock::cut_batch(std::uint64_t slots) {
  std::vector<Task> batch;
  batch.push_back(pool_.pop());
  if (batch.front().alone) return batch;
  const auto queue = batch.front().queue;
  const auto limit = pace_.next(queue, pool_.size() + 1, slots);
  std::uint64_t bytes = 0;
  while (batch.size() < limit.tasks && !pool_.empty() && pool_.top().queue == queue) {
    bytes += pool_.top().size.count;
    if (bytes > limit.bytes || pool_.top().alone) break;
    batch.push_back(pool_.pop());
  }
  return batch;
}

void Stock::measured(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures,
                     base::Seconds busy) {
  base::Bytes size;
  for (const auto& task : tasks) size += task.size;
  const auto failed = std::ranges::count_if(
      failures, [](const FailedAt& one) { return one.failure.kind != FailureKind::handed_back; });
  pace_.measured(tasks.front().queue, {tasks.size(), static_cast<std::uint64_t>(failed), size, busy});
}

std::vector<Task> Stock::take_all() {
  std::vector<Task> tasks(std::make_move_iterator(retries_.begin()), std::make_move_iterator(retries_.end()));
  retries_.clear();
  while (!pool_.empty()) tasks.push_back(pool_.pop());
  return tasks;
}

}  // namespace winnow::farm
