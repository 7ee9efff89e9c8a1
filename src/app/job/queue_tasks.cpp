#include "app/job/queue_tasks.hpp"

#include <cassert>
#include <string>
#include <string_view>

namespace winnow::app {
namespace {

std::string_view name_of(farm::BatchCause cause) {
  using farm::BatchCause;
  switch (cause) {
    case BatchCause::first:
      return "first";
    case BatchCause::time:
      return "time";
    case BatchCause::bound:
      return "bound";
    case BatchCause::score:
      return "score";
    case BatchCause::failures:
      return "failures";
    case BatchCause::memory:
      return "memory";
    case BatchCause::end:
      return "end";
    case BatchCause::none:
      break;
  }
  return "";
}

}  // namespace

std::vector<report::QueueTasks> tasks_of(const std::vector<farm::Queue>& queues,
                                         const std::vector<farm::QueueStatus>& counts) {
  assert(queues.size() == counts.size());
  std::vector<report::QueueTasks> tasks;
  for (std::size_t i = 0; i < queues.size(); ++i) {
    const auto& count = counts[i];
    tasks.push_back({queues[i].name, count.waiting, count.sent, count.running, count.done, count.quarantined,
                     count.retried, count.ran, count.busy, count.durations, count.batch,
                     std::string(name_of(count.batch_cause))});
  }
  return tasks;
}

void count_tasks(const std::vector<farm::Queue>& queues, const std::vector<farm::QueueStatus>& counts,
                 report::Progress& progress) {
  progress.queues = tasks_of(queues, counts);
  progress.done = progress.found = progress.rejected = 0;
  for (const auto& queue : progress.queues) {
    progress.done += queue.done + queue.quarantined;
    progress.found += queue.waiting + queue.sent + queue.running + queue.done + queue.quarantined;
    progress.rejected += queue.quarantined;
  }
}

void weigh_nodes(const std::vector<farm::NodeStatus>& nodes, const plan::Plan& plan,
                 report::Progress& progress) {
  progress.workers = 0;
  double fullest = -1;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    progress.workers += nodes[i].slots;
    const auto limit = plan.nodes[i].limit;
    const double share = static_cast<double>(nodes[i].memory.count) / static_cast<double>(limit.count);
    if (share <= fullest) continue;
    fullest = share;
    progress.memory = nodes[i].memory;
    progress.limit = limit;
  }
}

}  // namespace winnow::app
