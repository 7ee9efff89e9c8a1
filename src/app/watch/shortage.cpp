#include "app/watch/shortage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace winnow::app {
namespace {

bool was_short(const farm::NodeStatus& node) {
  return node.fewest_permits > 0 && node.fewest_permits < node.slots;
}

double shortness(const farm::NodeStatus& node) {
  return was_short(node) ? static_cast<double>(node.slots) / node.fewest_permits : 1;
}

}  // namespace

std::optional<std::string> shortage_note(const std::vector<farm::NodeStatus>& nodes, const plan::Plan& plan) {
  std::size_t worst = 0;
  std::size_t short_nodes = 0;
  double equivalents = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (was_short(nodes[i])) ++short_nodes;
    if (shortness(nodes[i]) > shortness(nodes[worst])) worst = i;
    equivalents += shortness(nodes[i]);
  }
  if (short_nodes == 0) return std::nullopt;
  const auto& node = nodes[worst];
  const auto& planned = plan.nodes[worst];
  const auto others = short_nodes > 1 ? fmt::format(" ({} nodes were short)", short_nodes) : std::string();
  std::string memory;
  if (!planned.limit.is_unlimited()) {
    const auto needed = static_cast<double>(planned.limit.count) * shortness(node);
    memory = fmt::format("{} a node, or for ", to_text(base::Bytes{static_cast<std::uint64_t>(needed)}));
  }
  return fmt::format(
      "memory was short: at the least {} of {} workers ran on {}{}; to let all run, ask for about {}{} such "
      "nodes",
      node.fewest_permits, node.slots, planned.hostname, others, memory,
      static_cast<std::uint64_t>(std::ceil(equivalents)));
}

}  // namespace winnow::app
