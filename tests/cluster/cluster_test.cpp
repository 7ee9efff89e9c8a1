#include "winnow/cluster/cluster.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

NodeFacts facts_of(const std::string& hostname, const std::string& topology = "pack:1 core:4 pu:2") {
  NodeFacts facts;
  facts.hostname = hostname;
  facts.topology = load_topology(SyntheticTopology{topology}).value();
  return facts;
}

TEST(Cluster, gathers_ranks_by_the_leader_of_their_node) {
  std::vector<RankFacts> ranks;
  ranks.push_back({3, 1, {}, std::nullopt});
  ranks.push_back({1, 1, {}, facts_of("b")});
  ranks.push_back({2, 0, {}, std::nullopt});
  ranks.push_back({0, 0, {}, facts_of("a")});
  const auto cluster = assemble(std::move(ranks)).value();
  ASSERT_EQ(cluster.nodes.size(), 2U);
  EXPECT_EQ(cluster.nodes[1].facts.hostname, "b");
  EXPECT_EQ(cluster.nodes[0].ranks.at(1).rank, 2);
  EXPECT_EQ(cluster.node_of(3), 1U);
  EXPECT_EQ(cluster.ranks(), 4U);
}

TEST(Cluster, may_use_what_the_bindings_of_its_ranks_leave) {
  std::vector<RankFacts> ranks;
  ranks.push_back({0, 0, CpuSet::range(0, 1), facts_of("a")});
  ranks.push_back({1, 0, CpuSet::range(2, 3), std::nullopt});
  const auto node = assemble(std::move(ranks)).value().nodes.at(0);
  EXPECT_EQ(node.usable.text(), "0-3");
  EXPECT_EQ(node.cores(), 2U);
}

TEST(Cluster, takes_an_unknown_binding_as_the_whole_node) {
  std::vector<RankFacts> ranks;
  ranks.push_back({0, 0, {}, facts_of("a")});
  const auto node = assemble(std::move(ranks)).value().nodes.at(0);
  EXPECT_EQ(node.ranks.at(0).binding.text(), "0-7");
  EXPECT_EQ(node.cores(), 4U);
}

TEST(Cluster, has_no_more_cores_than_the_quota_is_worth) {
  auto facts = facts_of("a");
  facts.cpu_quota = 3;
  std::vector<RankFacts> ranks;
  ranks.push_back({0, 0, {}, std::move(facts)});
  EXPECT_EQ(assemble(std::move(ranks)).value().nodes.at(0).cores(), 3U);
}

TEST(Cluster, refuses_a_node_without_facts_and_a_rank_that_comes_twice) {
  std::vector<RankFacts> leaderless;
  leaderless.push_back({1, 0, {}, std::nullopt});
  EXPECT_EQ(assemble(std::move(leaderless)).error().problem, "rank 0 leads a node that it did not describe");
  std::vector<RankFacts> twice;
  twice.push_back({0, 0, {}, facts_of("a")});
  twice.push_back({0, 0, {}, facts_of("a")});
  EXPECT_EQ(
      assemble(std::move(twice)).error().text(),
      "rank 0 stands on its node twice (the ranks disagree about who stands where): start the same build of "
      "winnow on all nodes");
}

TEST(Cluster, learns_of_ranks_by_messages) {
  const RankFacts leader{4, 4, CpuSet::range(0, 2), facts_of("a")};
  const auto got = decode_rank_facts(encode(leader)).value();
  EXPECT_EQ(got.rank, 4);
  EXPECT_EQ(got.leader, 4);
  EXPECT_EQ(got.binding, leader.binding);
  EXPECT_EQ(got.facts, leader.facts);
  EXPECT_FALSE(decode_rank_facts(encode({5, 4, {}, std::nullopt})).value().facts.has_value());
}

TEST(Cluster, refuses_messages_that_are_cut_short_or_too_long) {
  auto bytes = encode(RankFacts{5, 4, {}, std::nullopt});
  EXPECT_FALSE(decode_rank_facts(std::span(bytes).first(bytes.size() - 1)).has_value());
  bytes.push_back(std::byte{0});
  EXPECT_EQ(decode_rank_facts(bytes).error().problem, "a rank's description of itself cannot be read");
}

TEST(ClusterHere, keeps_to_the_binding_of_the_process) {
  Environment environment = Environment::of_this_process();
  const auto first = environment.binding.members().front();
  environment.binding = CpuSet::range(first, first);
  const auto cluster = discover_here(environment).value();
  EXPECT_EQ(cluster.nodes.at(0).cores(), 1U);
  EXPECT_TRUE(cluster.nodes.at(0).ranks.empty());
}

TEST(ClusterImagined, is_as_many_equal_nodes_as_asked_for) {
  const auto topology = load_topology(SyntheticTopology{"pack:2 core:64 pu:1"}).value();
  const auto cluster = imagine(8, topology, with_candidate({}, {base::gibibytes(256), "--memory"}));
  ASSERT_EQ(cluster.nodes.size(), 8U);
  EXPECT_EQ(cluster.nodes[7].facts.hostname, "node8");
  EXPECT_EQ(cluster.nodes[7].cores(), 128U);
  EXPECT_EQ(cluster.nodes[7].facts.memory.value, base::gibibytes(256));
  EXPECT_EQ(cluster.ranks(), 0U);
}

}  // namespace
}  // namespace winnow::cluster
