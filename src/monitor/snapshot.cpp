#include "winnow/monitor/snapshot.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace winnow::monitor {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes without a limit stand as null, as do numbers that are not finite: JSON has neither.
Json size_json(base::Bytes bytes) {
  return bytes.is_unlimited() ? Json(nullptr) : Json(bytes.count);
}

Json number_json(double number) {
  return std::isfinite(number) ? Json(number) : Json(nullptr);
}

Json json_of(const report::QueueTasks& queue) {
  return {{"name", queue.name},       {"waiting", queue.waiting}, {"sent", queue.sent},
          {"running", queue.running}, {"done", queue.done},       {"quarantined", queue.quarantined},
          {"retried", queue.retried}};
}

Json json_of(const NodeView& node) {
  return {{"name", node.name},
          {"ranks", node.ranks},
          {"workers", node.workers},
          {"permits", node.permits},
          {"memory", node.memory.count},
          {"peak", node.peak.count},
          {"limit", size_json(node.limit)}};
}

Json json_of(const SearchView& search) {
  return {{"name", search.name},
          {"evaluations", search.evaluations},
          {"of", search.of},
          {"failures", search.failures},
          {"best", number_json(search.best)},
          {"spread", number_json(search.spread)}};
}

Json json_of(const AlertView& alert) {
  return {{"severity", alert.severity}, {"text", alert.text}};
}

template <class Part>
Json list_of(const std::vector<Part>& parts) {
  auto list = Json::array();
  for (const auto& part : parts) list.push_back(json_of(part));
  return list;
}

/// Reads members of one object; what is missing or null is left as it is.
class Members {
 public:
  explicit Members(const Json& object) : object_(object) {}

  template <class Value>
  void get(const char* name, Value& value) const {
    if (const auto* member = find(name)) member->get_to(value);
  }
  void get(const char* name, base::Bytes& bytes) const { get(name, bytes.count); }
  void get(const char* name, base::Seconds& seconds) const { get(name, seconds.count); }

  template <class Part>
  void get_list(const char* name, std::vector<Part>& parts) const {
    const auto* list = find(name);
    if (list == nullptr) return;
    for (const auto& element : *list) read(Members(element), parts.emplace_back());
  }

 private:
  [[nodiscard]] const Json* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  static void read(const Members& from, report::QueueTasks& queue) {
    from.get("name", queue.name);
    from.get("waiting", queue.waiting);
    from.get("sent", queue.sent);
    from.get("running", queue.running);
    from.get("done", queue.done);
    from.get("quarantined", queue.quarantined);
    from.get("retried", queue.retried);
  }

  static void read(const Members& from, NodeView& node) {
    from.get("name", node.name);
    from.get("ranks", node.ranks);
    from.get("workers", node.workers);
    from.get("permits", node.permits);
    from.get("memory", node.memory);
    from.get("peak", node.peak);
    from.get("limit", node.limit);
  }

  static void read(const Members& from, SearchView& search) {
    search.best = search.spread = std::numeric_limits<double>::quiet_NaN();
    from.get("name", search.name);
    from.get("evaluations", search.evaluations);
    from.get("of", search.of);
    from.get("failures", search.failures);
    from.get("best", search.best);
    from.get("spread", search.spread);
  }

  static void read(const Members& from, AlertView& alert) {
    from.get("severity", alert.severity);
    from.get("text", alert.text);
  }

  const Json& object_;
};

}  // namespace

std::string to_json(const Snapshot& snapshot) {
  const Json json{{"title", snapshot.title},
                  {"job", snapshot.job},
                  {"result", snapshot.result},
                  {"host", snapshot.host},
                  {"pid", snapshot.pid},
                  {"started", snapshot.started},
                  {"elapsed", snapshot.elapsed.count},
                  {"unit", snapshot.unit},
                  {"done", snapshot.done},
                  {"found", snapshot.found},
                  {"found_all", snapshot.found_all},
                  {"setbacks", snapshot.setbacks},
                  {"setback", snapshot.setback},
                  {"queues", list_of(snapshot.queues)},
                  {"nodes", list_of(snapshot.nodes)},
                  {"searches", list_of(snapshot.searches)},
                  {"alerts", list_of(snapshot.alerts)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Snapshot> snapshot_from_json(std::string_view text) {
  try {
    const auto json = Json::parse(text);
    const Members members(json);
    Snapshot snapshot;
    members.get("title", snapshot.title);
    members.get("job", snapshot.job);
    members.get("result", snapshot.result);
    members.get("host", snapshot.host);
    members.get("pid", snapshot.pid);
    members.get("started", snapshot.started);
    members.get("elapsed", snapshot.elapsed);
    members.get("unit", snapshot.unit);
    members.get("done", snapshot.done);
    members.get("found", snapshot.found);
    members.get("found_all", snapshot.found_all);
    members.get("setbacks", snapshot.setbacks);
    members.get("setback", snapshot.setback);
    members.get_list("queues", snapshot.queues);
    members.get_list("nodes", snapshot.nodes);
    members.get_list("searches", snapshot.searches);
    members.get_list("alerts", snapshot.alerts);
    return snapshot;
  } catch (const nlohmann::json::exception& error) {
    return base::fail("the job's answer cannot be read", error.what(),
                      "it may be of another version of Winnow");
  }
}

}  // namespace winnow::monitor
