#include "app/watch/node_memory.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace winnow::app {
namespace {

base::Bytes sum_of_largest(std::vector<base::Bytes> sizes, std::size_t count) {
  std::ranges::sort(sizes, std::ranges::greater{});
  base::Bytes sum;
  for (std::size_t i = 0; i < count; ++i) sum += sizes[i];
  return sum;
}

base::Bytes growth_of(const RankMemory& rank) {
  return rank.peak - std::min(rank.peak, rank.idle);
}

/// Of one of the node's ranks.
const RankMemory& memory_of(const std::vector<RankMemory>& ranks, const cluster::Node& node,
                            std::size_t index) {
  return ranks[static_cast<std::size_t>(node.ranks[index].rank)];
}

/// What the leader, the first rank of the node, has grown by beyond the least of the others that worked, if
/// it worked like them.
base::Bytes shared_growth(const std::vector<RankMemory>& ranks, const cluster::Node& node) {
  const auto& leader = memory_of(ranks, node, 0);
  std::optional<base::Bytes> least;
  for (std::size_t i = 1; i < node.ranks.size(); ++i) {
    const auto& memory = memory_of(ranks, node, i);
    if (memory.kernels != leader.kernels) continue;
    least = std::min(growth_of(memory), least.value_or(growth_of(memory)));
  }
  return least ? growth_of(leader) - std::min(growth_of(leader), *least) : base::Bytes{};
}

plan::Observation observation_of(const std::vector<RankMemory>& ranks, const cluster::Node& node,
                                 const plan::NodePlan& plan) {
  plan::Observation seen;
  seen.ranks = static_cast<std::uint32_t>(node.ranks.size());
  seen.workers = 0;
  std::uint64_t without_work = 0;
  seen.shared = shared_growth(ranks, node);
  for (std::size_t i = 0; i < node.ranks.size(); ++i) {
    const auto& memory = memory_of(ranks, node, i);
    seen.workers += static_cast<std::uint32_t>(memory.kernels);
    seen.idle += memory.idle;
    seen.peak += memory.peak + memory.processes;
    if (memory.kernels > 0) continue;
    seen.spare += memory.peak;
    ++without_work;
  }
  // As if the kernels that worked had been spread evenly over the ranks.
  if (without_work > 0) seen.spare = {seen.spare.count * seen.spare_ranks() / without_work};
  if (!plan.chunk.is_unlimited()) seen.pieces = plan.chunk * seen.workers;
  return seen;
}

}  // namespace

RankProcesses gather_processes(base::Team& team, const std::vector<base::Bytes>& mine) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  for (const auto largest : mine) out.put_varint(largest.count);
  RankProcesses all;
  for (const auto& told : team.gather_all(std::move(bytes))) {
    auto& kernels = all.emplace_back();
    for (base::Decoder in(told); !in.at_end();) kernels.push_back({in.get_varint()});
  }
  return all;
}

std::vector<base::Bytes> node_peaks(const std::vector<RankUse>& uses, const cluster::Cluster& cluster,
                                    const RankProcesses& processes,
                                    const std::vector<farm::NodeStatus>& seen) {
  auto peaks = node_peaks(uses, cluster);
  std::vector<std::size_t> alive(peaks.size());
  RankProcesses on_nodes(peaks.size());
  for (std::size_t i = 0; i < uses.size(); ++i) {
    const auto node = cluster.node_of(uses[i].rank);
    ++alive[node];
    on_nodes[node].insert(on_nodes[node].end(), processes[i].begin(), processes[i].end());
  }
  for (std::size_t n = 0; n < peaks.size(); ++n) {
    const auto kernels = on_nodes[n].size();
    const auto known = n < seen.size() ? seen[n] : farm::NodeStatus{};
    const auto at_once = known.busiest > 0 ? std::min<std::size_t>(known.busiest, kernels) : kernels;
    peaks[n] += sum_of_largest(std::move(on_nodes[n]), at_once);
    const bool all_tell = alive[n] == cluster.nodes[n].ranks.size() && at_once == kernels;
    if (!all_tell) peaks[n] = std::max(peaks[n], known.peak);
  }
  return peaks;
}

std::vector<RankMemory> memory_of(const std::vector<RankUse>& uses, const RankProcesses& processes,
                                  const std::vector<std::uint64_t>& kernels) {
  using watch::Quantity;
  std::vector<RankMemory> ranks;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    ranks.push_back({uses[i].first.bytes(Quantity::resident).value_or(base::Bytes{}),
                     uses[i].greatest.bytes(Quantity::peak_resident).value_or(base::Bytes{}),
                     sum_of_largest(processes[i], processes[i].size()), kernels[i]});
  }
  return ranks;
}

std::vector<plan::Observation> observations_of(const std::vector<RankMemory>& ranks,
                                               const cluster::Cluster& cluster, const plan::Plan& plan) {
  std::vector<plan::Observation> all;
  for (std::size_t n = 0; n < cluster.nodes.size(); ++n) {
    const auto seen = observation_of(ranks, cluster.nodes[n], plan.nodes[n]);
    if (seen.workers == 0) continue;
    const auto alike =
        std::ranges::find_if(all, [&](const plan::Observation& other) { return other.is_like(seen); });
    if (alike == all.end()) {
      all.push_back(seen);
    } else if (alike->peak < seen.peak) {
      *alike = seen;
    }
  }
  return all;
}

}  // namespace winnow::app
