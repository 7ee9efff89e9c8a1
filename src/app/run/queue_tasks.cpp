#include "app/run/queue_tasks.hpp"

#include <cassert>

namespace winnow::app {

std::vector<report::QueueTasks> tasks_of(const std::vector<farm::Queue>& queues,
                                         const std::vector<farm::QueueStatus>& counts) {
  assert(queues.size() == counts.size());
  std::vector<report::QueueTasks> tasks;
  for (std::size_t i = 0; i < queues.size(); ++i) {
    const auto& count = counts[i];
    tasks.push_back({queues[i].name, count.waiting, count.sent, count.running, count.done, count.quarantined,
                     count.retried});
  }
  return tasks;
}

void count_tasks(const std::vector<farm::QueueStatus>& queues, report::Progress& progress) {
  progress.done = progress.found = progress.rejected = 0;
  for (const auto& queue : queues) {
    progress.done += queue.done + queue.quarantined;
    progress.found += queue.waiting + queue.sent + queue.running + queue.done + queue.quarantined;
    progress.rejected += queue.quarantined;
  }
}

}  // namespace winnow::app
