#include "app/watch/metrics_feed.hpp"

#include <algorithm>
#include <utility>

namespace winnow::app {
namespace {

/// Tasks that were done are done again where a node is lost with what it had folded. A counter that fell back
/// would be taken for one that began anew, so it waits until it is made up for.
void keep_growing(const report::QueueTasks& before, report::QueueTasks& now) {
  now.done = std::max(before.done, now.done);
  now.quarantined = std::max(before.quarantined, now.quarantined);
  now.retried = std::max(before.retried, now.retried);
}

}  // namespace

MetricsFeed::MetricsFeed(std::string study, const base::Clock& clock)
    : run_started_(base::CalendarClock().now() - clock.now()) {
  latest_.study = std::move(study);
  latest_.run_started = run_started_;
}

void MetricsFeed::publish(report::RunView view) {
  view.run_started = run_started_;
  const std::lock_guard lock(mutex_);
  const auto& before = latest_.progress.queues;
  auto& queues = view.progress.queues;
  if (view.job == latest_.job) {
    for (std::size_t i = 0; i < std::min(before.size(), queues.size()); ++i) {
      keep_growing(before[i], queues[i]);
    }
  }
  latest_ = std::move(view);
}

void MetricsFeed::end() {
  const std::lock_guard lock(mutex_);
  latest_.is_active = false;
}

report::RunView MetricsFeed::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace winnow::app
