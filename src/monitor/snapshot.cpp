#include "winnow/monitor/snapshot.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace winnow::monitor {
namespace {

using Json = nlohmann::ordered_json;

// The members of each part under their names: what is written, and what is read.

void each_member(auto& queue, auto&& visit) requires requires {
  queue.quarantined;
}
{
  visit("name", queue.name);
  visit("waiting", queue.waiting);
  visit("sent", queue.sent);
  visit("running", queue.running);
  visit("done", queue.done);
  visit("quarantined", queue.quarantined);
  visit("retried", queue.retried);
}

void each_member(auto& node, auto&& visit) requires requires {
  node.permits;
}
{
  visit("name", node.name);
  visit("ranks", node.ranks);
  visit("workers", node.workers);
  visit("permits", node.permits);
  visit("memory", node.memory);
  visit("peak", node.peak);
  visit("limit", node.limit);
}

void each_member(auto& search, auto&& visit) requires requires {
  search.spread;
}
{
  visit("name", search.name);
  visit("evaluations", search.evaluations);
  visit("of", search.of);
  visit("failures", search.failures);
  visit("retried", search.retried);
  visit("cached", search.cached);
  visit("best", search.best);
  visit("feasible", search.is_feasible);
  visit("spread", search.spread);
}

void each_member(auto& alert, auto&& visit) requires requires {
  alert.severity;
}
{
  visit("rule", alert.rule);
  visit("severity", alert.severity);
  visit("text", alert.text);
  visit("active", alert.is_active);
}

void each_member(auto& run, auto&& visit) requires requires {
  run.progress;
}
{
  visit("study", run.study);
  visit("title", run.title);
  visit("job", run.job);
  visit("result", run.result);
  visit("host", run.host);
  visit("pid", run.pid);
  visit("started", run.started);
  visit("elapsed", run.progress.elapsed);
  visit("done", run.progress.done);
  visit("known", run.progress.known);
  visit("found", run.progress.found);
  visit("found_all", run.progress.found_all);
  visit("rejected", run.progress.rejected);
  visit("queues", run.progress.queues);
  visit("nodes", run.nodes);
  visit("searches", run.progress.searches);
  visit("alerts", run.alerts);
}

/// Bytes without a limit stand as null, as do numbers that are not finite: JSON has neither.
template <class Value>
Json json_of(const Value& value) {
  if constexpr (std::is_same_v<Value, base::Bytes>) {
    return value.is_unlimited() ? Json(nullptr) : Json(value.count);
  } else if constexpr (std::is_same_v<Value, base::Seconds>) {
    return value.count;
  } else if constexpr (std::is_same_v<Value, double>) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
  } else if constexpr (requires { value.has_value(); }) {
    return value ? json_of(*value) : Json(nullptr);
  } else if constexpr (requires { each_member(value, [](const char*, const auto&) {}); }) {
    auto object = Json::object();
    each_member(value, [&](const char* name, const auto& member) { object[name] = json_of(member); });
    return object;
  } else if constexpr (requires { value.c_str(); } || std::is_arithmetic_v<Value>) {
    return value;
  } else {
    auto list = Json::array();
    for (const auto& element : value) list.push_back(json_of(element));
    return list;
  }
}

/// What is missing or null is left as it is.
template <class Value>
void read(const Json& json, Value& value) {
  if (json.is_null()) return;
  if constexpr (requires { value.count; }) {
    json.get_to(value.count);
  } else if constexpr (requires { value.has_value(); }) {
    read(json, value.emplace());
  } else if constexpr (requires { each_member(value, [](const char*, auto&) {}); }) {
    each_member(value, [&](const char* name, auto& member) {
      const auto found = json.find(name);
      if (found != json.end()) read(*found, member);
    });
  } else if constexpr (requires { value.c_str(); } || std::is_arithmetic_v<Value>) {
    json.get_to(value);
  } else {
    for (const auto& element : json) read(element, value.emplace_back());
  }
}

}  // namespace

std::string to_json(const report::RunView& run) {
  return json_of(run).dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<report::RunView> snapshot_from_json(std::string_view text) {
  try {
    report::RunView run;
    read(Json::parse(text), run);
    return run;
  } catch (const nlohmann::json::exception& error) {
    return base::fail("the job's answer cannot be read", error.what(),
                      "it may be of another version of Winnow");
  }
}

}  // namespace winnow::monitor
