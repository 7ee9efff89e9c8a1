#include "winnow/plan/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/columns.hpp"
#include "plan/warnings.hpp"

namespace winnow::plan {
namespace {

using base::to_text;
using Rows = std::vector<std::vector<std::string>>;

/// What a plan says of a node, apart from its name.
std::vector<std::string> cells_of(const NodePlan& node, bool has_pieces) {
  const bool known = !node.limit.is_unlimited();
  std::vector<std::string> cells{std::to_string(node.cores), known ? to_text(node.limit) : "unknown",
                                 node.limit_source, std::to_string(node.workers),
                                 std::string(name_of(node.bound))};
  if (has_pieces) cells.push_back(node.chunk.is_unlimited() ? "whole files" : to_text(node.chunk));
  cells.push_back(to_text(node.predicted_peak));
  cells.push_back(node.budget.is_unlimited() ? "no cap" : to_text(node.budget));
  return cells;
}

std::vector<std::string> heads_of(bool has_pieces) {
  std::vector<std::string> heads{"node", "cores", "limit", "set by", "workers", "bound by"};
  if (has_pieces) heads.emplace_back("chunk");
  heads.insert(heads.end(), {"predicted peak", "may use"});
  return heads;
}

/// A line for each group of neighbours that are alike.
Rows rows_of(const Plan& plan) {
  const auto& nodes = plan.nodes;
  const auto cells_of_node = [&](const NodePlan& node) { return cells_of(node, plan.has_pieces); };
  Rows rows;
  for (std::size_t first = 0; first < nodes.size();) {
    const auto cells = cells_of_node(nodes[first]);
    std::size_t next = first + 1;
    while (next < nodes.size() && cells_of_node(nodes[next]) == cells) ++next;
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

/// "optimize, program ./simulate: memory is learned from 3 runs"; empty where the plan is of no work.
std::string subject_text(const Plan& plan) {
  if (plan.subject.job.empty()) return {};
  std::string source = "nothing is learned of its memory yet";
  if (plan.learned) {
    source = fmt::format("memory is learned from {}{}", plural(plan.learned->runs, "run"),
                         plan.learned->is_of_study ? "" : " of other studies");
    if (plan.is_beyond_learned)
      source += ", but not of so many ranks a node: the study's figures say more, and hold";
  }
  return fmt::format("{}, {}: {}\n", plan.subject.job, plan.subject.of, source);
}

/// Whether there are ranks to which no worker falls.
bool has_idle_ranks(const Plan& plan) {
  return std::ranges::any_of(plan.nodes, [](const NodePlan& node) {
    return std::ranges::any_of(node.kernels, [](unsigned kernels) { return kernels == 0; });
  });
}

std::string rank_text(const Plan& plan) {
  if (plan.model.rank.count > 0) return fmt::format(", a rank {} without work", to_text(plan.model.rank));
  return has_idle_ranks(plan) ? fmt::format(", a rank {} without a worker", to_text(idle_rank)) : "";
}

/// "a worker takes 3 × its piece + 50 MiB, a node 64 MiB before any work".
std::string model_text(const Plan& plan) {
  const auto& model = plan.model;
  const auto of_piece = plan.has_pieces ? fmt::format("{:.4g} × its piece + ", model.gamma) : std::string();
  const auto of_rank = rank_text(plan);
  return fmt::format("a worker takes {}{}{}, a node {}{}", of_piece, to_text(model.overhead), of_rank,
                     to_text(model.base), of_rank.empty() ? " before any work" : " beside them");
}

}  // namespace

std::string plan_text(const Plan& plan) {
  Rows rows{heads_of(plan.has_pieces)};
  const auto lines = rows_of(plan);
  rows.insert(rows.end(), lines.begin(), lines.end());
  return subject_text(plan) + columns(rows, {1, 2, 4, 6, 7, 8}) +
         fmt::format("{} on {}; {}; eta {:g}\n", plural(plan.workers(), "worker"),
                     plural(plan.nodes.size(), "node"), model_text(plan), plan.eta) +
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
