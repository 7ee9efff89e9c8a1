#include "report/queue_json.hpp"

namespace winnow::report {

nlohmann::ordered_json queues_json(const std::vector<QueueTasks>& queues) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& queue : queues) {
    json[queue.name] = {{"waiting", queue.waiting}, {"sent", queue.sent},
                        {"running", queue.running}, {"done", queue.done},
                        {"retried", queue.retried}, {"quarantined", queue.quarantined}};
  }
  return json;
}

}  // namespace winnow::report
