#include "winnow/cluster/cluster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace winnow::cluster {
namespace {

tl::unexpected<base::Error> bad_start(std::string problem) {
  return base::fail(std::move(problem), "the ranks disagree about who stands where",
                    "start the same build of winnow on all nodes");
}

/// Adds a rank to its node, which is the last one: ranks come in the order of leaders.
void join(Node& node, RankFacts&& rank) {
  const auto allowed = node.facts.topology.allowed();
  auto binding = rank.binding & allowed;
  if (binding.empty()) binding = allowed;
  node.usable |= binding;
  node.ranks.push_back({rank.rank, std::move(binding)});
}

}  // namespace

base::Buffer encode(const RankFacts& facts) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(facts.rank);
  out.put(facts.leader);
  out.put_text(facts.binding.text());
  out.put<std::uint8_t>(facts.facts ? 1 : 0);
  if (facts.facts) encode(*facts.facts, out);
  return bytes;
}

base::Result<RankFacts> decode_rank_facts(std::span<const std::byte> bytes) {
  base::Decoder in(bytes);
  RankFacts facts;
  facts.rank = in.get<int>();
  facts.leader = in.get<int>();
  facts.binding = CpuSet::parse(in.get_text()).value_or(CpuSet());
  if (in.get<std::uint8_t>() != 0) facts.facts = decode_node_facts(in);
  if (!in.ok() || !in.at_end()) return bad_start("a rank's description of itself cannot be read");
  return facts;
}

unsigned Node::cores() const {
  const auto cores = std::max(1U, facts.topology.cores_in(usable));
  return facts.cpu_quota > 0 ? std::min(cores, facts.cpu_quota) : cores;
}

std::size_t Cluster::ranks() const {
  std::size_t ranks = 0;
  for (const auto& node : nodes) ranks += node.ranks.size();
  return ranks;
}

std::size_t Cluster::node_of(int rank) const {
  const auto stands_on = [rank](const Node& node) {
    return std::any_of(node.ranks.begin(), node.ranks.end(),
                       [rank](const NodeRank& r) { return r.rank == rank; });
  };
  const auto node = std::find_if(nodes.begin(), nodes.end(), stands_on);
  assert(node != nodes.end());
  return static_cast<std::size_t>(node - nodes.begin());
}

base::Result<Cluster> assemble(std::vector<RankFacts> ranks) {
  std::sort(ranks.begin(), ranks.end(), [](const RankFacts& a, const RankFacts& b) {
    return std::pair(a.leader, a.rank) < std::pair(b.leader, b.rank);
  });
  Cluster cluster;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    auto& rank = ranks[i];
    const bool first_of_node = i == 0 || ranks[i - 1].leader != rank.leader;
    if (first_of_node) {
      if (rank.rank != rank.leader || !rank.facts) {
        return bad_start(fmt::format("rank {} leads a node that it did not describe", rank.leader));
      }
      cluster.nodes.push_back({*std::move(rank.facts), {}, {}});
    } else if (ranks[i - 1].rank == rank.rank) {
      return bad_start(fmt::format("rank {} stands on its node twice", rank.rank));
    }
    join(cluster.nodes.back(), std::move(rank));
  }
  return cluster;
}

base::Result<Cluster> discover_here(const Environment& environment) {
  auto facts = discover_node(environment);
  if (!facts) return tl::unexpected(facts.error());
  const auto allowed = facts->topology.allowed();
  const auto bound = facts->topology.is_this_machine ? environment.binding & allowed : allowed;
  Cluster cluster;
  cluster.nodes.push_back({*std::move(facts), {}, bound.empty() ? allowed : bound});
  return cluster;
}

Cluster imagine(unsigned nodes, const Topology& topology, const MemoryLimit& memory) {
  Cluster cluster;
  for (unsigned i = 0; i < nodes; ++i) {
    Node node;
    node.facts.hostname = "node" + std::to_string(i + 1);
    node.facts.topology = topology;
    node.facts.memory = memory;
    node.facts.memory_now = {memory.value, memory.value};
    node.facts.cgroups = "none";
    node.usable = topology.allowed();
    cluster.nodes.push_back(std::move(node));
  }
  return cluster;
}

}  // namespace winnow::cluster
