#pragma once
// What the farm tells of tasks and nodes, as it is shown to people.

#include <vector>

#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/report/progress.hpp"
#include "winnow/report/queue_tasks.hpp"

namespace winnow::app {

/// `counts` are those of `queues`, in their order.
[[nodiscard]] std::vector<report::QueueTasks> tasks_of(const std::vector<farm::Queue>& queues,
                                                       const std::vector<farm::QueueStatus>& counts);

/// Sets the tasks of each queue, how many there are in all, how many of them have ended, and how many of
/// these in vain.
void count_tasks(const std::vector<farm::Queue>& queues, const std::vector<farm::QueueStatus>& counts,
                 report::Progress& progress);

/// Sets how many workers there are, and the memory of the fullest node; `nodes` are the plan's.
void weigh_nodes(const std::vector<farm::NodeStatus>& nodes, const plan::Plan& plan,
                 report::Progress& progress);

}  // namespace winnow::app
