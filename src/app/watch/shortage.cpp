#include "app/watch/shortage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace winnow::app {
namespace {

/// Permits are few for moments, too, of memory that suffices: what would not help is not asked for.
bool was_short(const farm::NodeStatus& node, const plan::NodePlan& planned) {
  const bool suffices = node.enough.count > 0 && node.enough <= planned.limit;
  return node.fewest_permits > 0 && node.fewest_permits < node.slots && !suffices;
}

/// How many such nodes would do what this one could not.
double shortness(const farm::NodeStatus& node, const plan::NodePlan& planned) {
  if (!was_short(node, planned)) return 1;
  if (node.enough.count == 0) return static_cast<double>(node.slots) / node.fewest_permits;
  return static_cast<double>(node.enough.count) / static_cast<double>(planned.limit.count);
}

}  // namespace

std::optional<std::string> shortage_note(const std::vector<farm::NodeStatus>& nodes, const plan::Plan& plan) {
  std::size_t worst = 0;
  std::size_t short_nodes = 0;
  double equivalents = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto one = shortness(nodes[i], plan.nodes[i]);
    if (was_short(nodes[i], plan.nodes[i])) ++short_nodes;
    if (one > shortness(nodes[worst], plan.nodes[worst])) worst = i;
    equivalents += one;
  }
  if (short_nodes == 0) return std::nullopt;
  const auto& node = nodes[worst];
  const auto others = short_nodes > 1 ? fmt::format(" ({} nodes were short)", short_nodes) : std::string();
  const auto memory = node.enough.count > 0 ? to_text(node.enough) + " a node, or for " : std::string();
  return fmt::format(
      "memory was short: at the least {} of {} workers ran on {}{}; to let all run, ask for about {}{} such "
      "nodes",
      node.fewest_permits, node.slots, plan.nodes[worst].hostname, others, memory,
      static_cast<std::uint64_t>(std::ceil(equivalents)));
}

}  // namespace winnow::app
