#pragma once
// The farm's counts of tasks under their queues' names.

#include <vector>

#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/report/progress.hpp"
#include "winnow/report/queue_tasks.hpp"

namespace winnow::app {

/// `counts` are those of `queues`, in their order.
[[nodiscard]] std::vector<report::QueueTasks> tasks_of(const std::vector<farm::Queue>& queues,
                                                       const std::vector<farm::QueueStatus>& counts);

/// Sets how many tasks there are, how many of them have ended, and how many of these in vain.
void count_tasks(const std::vector<farm::QueueStatus>& queues, report::Progress& progress);

}  // namespace winnow::app
