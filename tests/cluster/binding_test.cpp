#include "winnow/cluster/binding.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

/// A node whose ranks, from 0, were bound by the launcher; an empty set: not bound.
Node node_of(const TopologySource& source, const std::vector<CpuSet>& bindings) {
  NodeFacts facts;
  facts.hostname = "node1";
  facts.topology = load_topology(source).value();
  std::vector<RankFacts> ranks;
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    ranks.push_back({static_cast<int>(i), 0, bindings[i], i == 0 ? std::optional(facts) : std::nullopt});
  }
  return assemble(std::move(ranks)).value().nodes.at(0);
}

const SyntheticTopology two_domains{"pack:2 numa:1 core:4 pu:2"};
const TopologyFile eight_domains{std::filesystem::path(WINNOW_SOURCE_DIR) /
                                 "tests/cluster/topologies/two64.xml"};

std::vector<std::size_t> domains_of(const std::vector<std::vector<KernelPlace>>& places) {
  std::vector<std::size_t> domains;
  for (const auto& rank : places) {
    for (const auto& place : rank) domains.push_back(place.domain);
  }
  return domains;
}

TEST(Placement, spreads_kernels_round_robin_over_domains) {
  const auto node = node_of(eight_domains, std::vector<CpuSet>(10));
  const auto places = place_kernels(node, std::vector<unsigned>(10, 1), Placement::spread);
  EXPECT_EQ(domains_of(places), (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 0, 1}));
  EXPECT_EQ(places[1][0].pus.text(), "16-31");
}

TEST(Placement, fills_one_domain_before_the_next_when_compact) {
  const auto node = node_of(two_domains, {{}});
  EXPECT_EQ(domains_of(place_kernels(node, {6}, Placement::compact)),
            (std::vector<std::size_t>{0, 0, 0, 0, 1, 1}));
}

TEST(Placement, shares_evenly_what_is_more_than_the_cores) {
  const auto node = node_of(two_domains, {{}});
  const auto domains = domains_of(place_kernels(node, {12}, Placement::compact));
  EXPECT_EQ(std::count(domains.begin(), domains.end(), 0U), 6);
}

TEST(Placement, stays_within_the_binding_that_the_launcher_made) {
  const auto node = node_of(two_domains, {CpuSet::range(0, 1), CpuSet::range(8, 11)});
  const auto places = place_kernels(node, {1, 2}, Placement::spread);
  EXPECT_EQ(places[0][0].pus.text(), "0-1");
  EXPECT_EQ(places[0][0].domain, 0U);
  EXPECT_EQ(places[1][1].pus.text(), "8-11");
  EXPECT_EQ(places[1][1].domain, 1U);
}

TEST(Placement, gives_fewer_kernels_to_a_domain_of_which_less_is_allowed) {
  const auto node = node_of(two_domains, {CpuSet::range(0, 7) | CpuSet::range(8, 9)});  // 4 cores and 1
  const auto domains = domains_of(place_kernels(node, {5}, Placement::spread));
  EXPECT_EQ(std::count(domains.begin(), domains.end(), 0U), 4);
}

TEST(Placement, in_a_cpuset_of_three_cores_uses_those) {
  const auto node = node_of(
      TopologyFile{std::filesystem::path(WINNOW_SOURCE_DIR) / "tests/cluster/topologies/three_of_eight.xml"},
      {{}});
  const auto places = place_kernels(node, {3}, Placement::spread);
  EXPECT_EQ(places[0][2].pus.text(), "4-7,10-11");
}

std::vector<std::string> texts_of(const std::vector<base::Error>& warnings) {
  std::vector<std::string> texts;
  for (const auto& warning : warnings) texts.push_back(warning.text());
  return texts;
}

TEST(BindingCheck, is_silent_where_every_kernel_has_a_core) {
  EXPECT_TRUE(
      check_binding(node_of(two_domains, {CpuSet::range(0, 1), CpuSet::range(2, 3)}), {1, 1}).empty());
  EXPECT_TRUE(check_binding(node_of(two_domains, {{}, {}}), {4, 4}).empty());
}

TEST(BindingCheck, reports_two_ranks_bound_to_one_core) {
  const auto node = node_of(two_domains, {CpuSet::range(0, 1), CpuSet::range(0, 1)});
  EXPECT_EQ(
      texts_of(check_binding(node, {1, 1})),
      std::vector<std::string>{"ranks 0 and 1 on node1 are bound to one core (processing units: 0-1): start "
                               "mpirun with --bind-to core --map-by core"});
}

TEST(BindingCheck, reports_two_ranks_on_the_hardware_threads_of_one_core) {
  const auto node = node_of(two_domains, {CpuSet::range(0, 0), CpuSet::range(1, 1)});
  EXPECT_EQ(texts_of(check_binding(node, {1, 1})),
            std::vector<std::string>{
                "ranks 0 and 1 on node1 are bound to one core (two hardware threads of it: 0-1): "
                "start mpirun with --bind-to core --map-by core and without --use-hwthread-cpus"});
}

TEST(BindingCheck, reports_threads_that_the_binding_of_their_rank_crowds) {
  const auto node = node_of(two_domains, {CpuSet::range(0, 1)});
  EXPECT_EQ(
      texts_of(check_binding(node, {4})),
      std::vector<std::string>{"the 4 kernels of rank 0 on node1 share 1 core (mpirun bound it to processing "
                               "units 0-1): start mpirun with --bind-to none"});
}

TEST(BindingCheck, reports_more_kernels_than_cores) {
  const auto node = node_of(SyntheticTopology{"pack:1 core:2 pu:1"}, {{}, {}, {}});
  EXPECT_EQ(
      texts_of(check_binding(node, {1, 1, 1})),
      std::vector<std::string>{
          "3 kernels share 2 cores on node1 (they take turns, and none is faster for it): start mpirun with "
          "--map-by ppr:2:node; to have them take turns all the same, --oversubscribe; to give each a "
          "hardware "
          "thread, --use-hwthread-cpus"});
}

TEST(BindThread, does_nothing_on_a_machine_that_is_not_this_one) {
  const auto topology = load_topology(SyntheticTopology{"pack:1 core:64 pu:1"}).value();
  EXPECT_TRUE(bind_this_thread(topology, CpuSet::range(60, 60)).has_value());
}

}  // namespace
}  // namespace winnow::cluster
