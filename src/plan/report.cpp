#include "winnow/plan/report.hpp"

#include <fmt/format.h>

#include "plan/columns.hpp"
#include "plan/warnings.hpp"

namespace winnow::plan {
namespace {

using base::to_text;
using Rows = std::vector<std::vector<std::string>>;

/// What a plan says of a node, apart from its name.
std::vector<std::string> cells_of(const NodePlan& node) {
  const bool known = !node.limit.is_unlimited();
  return {std::to_string(node.cores),
          known ? to_text(node.limit) : "unknown",
          node.limit_source,
          std::to_string(node.workers),
          std::string(name_of(node.bound)),
          node.chunk.is_unlimited() ? "whole files" : to_text(node.chunk),
          to_text(node.predicted_peak),
          node.budget.is_unlimited() ? "no cap" : to_text(node.budget)};
}

/// A line for each group of neighbours that are alike.
Rows rows_of(const std::vector<NodePlan>& nodes) {
  Rows rows;
  for (std::size_t first = 0; first < nodes.size();) {
    const auto cells = cells_of(nodes[first]);
    std::size_t next = first + 1;
    while (next < nodes.size() && cells_of(nodes[next]) == cells) ++next;
    rows.push_back({name_hosts(nodes[first].hostname, next - first - 1)});
    rows.back().insert(rows.back().end(), cells.begin(), cells.end());
    first = next;
  }
  return rows;
}

std::string warnings_text(const std::vector<base::Error>& warnings) {
  std::string text;
  for (const auto& warning : warnings) text += "warning: " + warning.text() + '\n';
  return text;
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string topology_text(const cluster::Topology& topology) {
  return fmt::format("{}, {}, {}", plural(topology.packages, "package"),
                     plural(topology.domains.size(), "NUMA domain"), plural(topology.cores.size(), "core"));
}

std::string caches_text(const cluster::Topology& topology) {
  std::vector<std::string> caches;
  for (const auto& cache : topology.caches) {
    caches.push_back(fmt::format("L{} {} × {}", cache.level, cache.count, to_text(cache.size)));
  }
  return fmt::format("{}", fmt::join(caches, ", "));
}

std::string known_or(base::Bytes bytes, std::string_view otherwise) {
  return bytes.is_unlimited() ? std::string(otherwise) : to_text(bytes);
}

/// "2 workers on pieces of up to 512 MiB: peak 3.16 GiB of 17.7 GiB".
std::string recommendation(const NodePlan& node) {
  const auto pieces = node.chunk.is_unlimited() ? "whole files" : "pieces of up to " + to_text(node.chunk);
  const auto cap = node.budget.is_unlimited() ? "no cap" : to_text(node.budget);
  return fmt::format("{} on {}: predicted peak {} of {} (bound by {})", plural(node.workers, "worker"),
                     pieces, to_text(node.predicted_peak), cap, name_of(node.bound));
}

}  // namespace

std::string plan_text(const Plan& plan) {
  Rows rows{
      {"node", "cores", "limit", "set by", "workers", "bound by", "chunk", "predicted peak", "may use"}};
  const auto lines = rows_of(plan.nodes);
  rows.insert(rows.end(), lines.begin(), lines.end());
  return columns(rows, {1, 2, 4, 6, 7, 8}) +
         fmt::format("{} on {}; a worker takes {:g} × its piece + {}, a node {} before any work; eta {:g}\n",
                     plural(plan.workers(), "worker"), plural(plan.nodes.size(), "node"), plan.model.gamma,
                     to_text(plan.model.overhead), to_text(plan.model.base), plan.eta) +
         warnings_text(plan.warnings);
}

std::string status_text(const Status& status) {
  const auto& node = status.node;
  Rows rows{{"machine", node.hostname + ": " + topology_text(node.topology)},
            {"cores", fmt::format("{} may be used", status.cores)},
            {"available", known_or(node.memory_now.available, "unknown")},
            {"limit", known_or(node.memory.value, "unknown") + ", by " + node.memory.source}};
  for (const auto& candidate : node.memory.candidates) {
    if (candidate.source != node.memory.source)
      rows.push_back({"", to_text(candidate.value) + ", by " + candidate.source});
  }
  rows.push_back({"recommended", recommendation(status.plan.nodes.front())});
  return columns(rows) + warnings_text(status.plan.warnings);
}

std::vector<Component> components_of(const cluster::NodeFacts& facts) {
  const auto cgroup = facts.cgroups == "none" ? std::string() : facts.cgroups;
  const auto scheduler =
      facts.scheduler.name.empty() ? std::string() : facts.scheduler.name + " job " + facts.scheduler.job;
  return {{"hwloc", cluster::hwloc_version(), "cores, NUMA domains and binding"},
          {"cgroup", cgroup, "limits of containers and of batch jobs are not seen"},
          {"scheduler", scheduler, "limits come from control groups, the study and physical memory alone"}};
}

std::string info_text(const std::vector<Component>& built_with, const cluster::NodeFacts& facts) {
  auto components = built_with;
  const auto found_here = components_of(facts);
  components.insert(components.end(), found_here.begin(), found_here.end());
  Rows rows;
  for (const auto& component : components) {
    const bool found = !component.found.empty();
    rows.push_back({component.name, found ? component.found : "not found: " + component.without});
  }
  rows.push_back({"machine", facts.hostname + ": " + topology_text(facts.topology)});
  rows.push_back({"caches", caches_text(facts.topology)});
  rows.push_back({"memory", known_or(facts.memory.value, "unknown") + ", by " + facts.memory.source});
  return columns(rows);
}

}  // namespace winnow::plan
