#include <nlohmann/json.hpp>

#include "winnow/plan/report.hpp"

namespace winnow::plan {
namespace {

using Json = nlohmann::ordered_json;

constexpr int indent = 2;

Json json_of(base::Bytes bytes) {
  return bytes.is_unlimited() ? Json() : Json(bytes.count);
}

Json json_of(const std::vector<base::Error>& warnings) {
  auto texts = Json::array();
  for (const auto& warning : warnings) texts.push_back(warning.text());
  return texts;
}

Json json_of(const NodePlan& node, bool has_pieces) {
  Json json{{"hostname", node.hostname},      {"cores", node.cores},
            {"limit", json_of(node.limit)},   {"limit_source", node.limit_source},
            {"budget", json_of(node.budget)}, {"workers", node.workers},
            {"bound_by", name_of(node.bound)}};
  if (has_pieces) json["chunk"] = json_of(node.chunk);
  json["predicted_peak"] = json_of(node.predicted_peak);
  return json;
}

Json json_of(const Plan& plan) {
  auto nodes = Json::array();
  for (const auto& node : plan.nodes) nodes.push_back(json_of(node, plan.has_pieces));
  Json json;
  if (!plan.subject.job.empty()) {
    json["job"] = plan.subject.job;
    json["of"] = plan.subject.of;
  }
  json["learned_from"] = plan.learned ? plan.learned->runs : 0;
  json["workers"] = plan.workers();
  json["eta"] = plan.eta;
  if (plan.has_pieces) json["gamma"] = plan.model.gamma;
  json["overhead"] = json_of(plan.model.overhead);
  json["rank"] = json_of(plan.model.rank);
  json["base"] = json_of(plan.model.base);
  json["nodes"] = std::move(nodes);
  json["warnings"] = json_of(plan.warnings);
  return json;
}

Json json_of(const cluster::MemoryLimit& limit) {
  auto candidates = Json::array();
  for (const auto& candidate : limit.candidates) {
    candidates.push_back({{"bytes", candidate.value.count}, {"source", candidate.source}});
  }
  return {{"bytes", json_of(limit.value)}, {"source", limit.source}, {"candidates", std::move(candidates)}};
}

Json json_of(const cluster::Topology& topology) {
  auto domains = Json::array();
  for (const auto& domain : topology.domains) {
    domains.push_back(
        {{"number", domain.number}, {"pus", domain.pus.text()}, {"memory", domain.memory.count}});
  }
  auto caches = Json::array();
  for (const auto& cache : topology.caches) {
    caches.push_back({{"level", cache.level}, {"bytes", cache.size.count}, {"count", cache.count}});
  }
  return {{"packages", topology.packages},
          {"cores", topology.cores.size()},
          {"pus", topology.allowed().text()},
          {"domains", std::move(domains)},
          {"caches", std::move(caches)}};
}

/// Host names and paths need not be UTF-8, but JSON is.
std::string text_of(const Json& json) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string plan_json(const std::vector<Plan>& plans) {
  auto json = Json::array();
  for (const auto& plan : plans) json.push_back(json_of(plan));
  return text_of(plans.size() == 1 ? json.front() : json);
}

std::string status_json(const Status& status) {
  const auto& node = status.node;
  return text_of({{"hostname", node.hostname},
                  {"topology", json_of(node.topology)},
                  {"cores", status.cores},
                  {"available", json_of(node.memory_now.available)},
                  {"limit", json_of(node.memory)},
                  {"plan", json_of(status.plan)}});
}

std::string info_json(const std::vector<Component>& built_with, const cluster::NodeFacts& facts) {
  auto components = built_with;
  const auto found_here = components_of(facts);
  components.insert(components.end(), found_here.begin(), found_here.end());
  auto list = Json::array();
  for (const auto& component : components) {
    const bool found = !component.found.empty();
    list.push_back({{"name", component.name},
                    {"found", found ? Json(component.found) : Json()},
                    {"off_without", component.without}});
  }
  return text_of({{"components", std::move(list)},
                  {"hostname", facts.hostname},
                  {"topology", json_of(facts.topology)},
                  {"limit", json_of(facts.memory)}});
}

}  // namespace winnow::plan
