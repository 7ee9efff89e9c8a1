#pragma once
// Tasks by state as JSON.

#include <nlohmann/json.hpp>
#include <vector>

#include "winnow/report/queue_tasks.hpp"

namespace winnow::report {

/// {"<queue>": {"waiting": …, "sent": …, "running": …, "done": …, "retried": …, "quarantined": …}, …}
[[nodiscard]] nlohmann::ordered_json queues_json(const std::vector<QueueTasks>& queues);

}  // namespace winnow::report
