#include "winnow/cluster/topology.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

const std::filesystem::path frozen = std::filesystem::path(WINNOW_SOURCE_DIR) / "tests/cluster/topologies";

TEST(Topology, of_a_made_up_machine_has_its_cores_domains_and_caches) {
  const auto topology = load_topology(SyntheticTopology{"pack:2 numa:1 l3:1 core:4 l2:1 pu:2"}).value();
  EXPECT_EQ(topology.packages, 2U);
  EXPECT_EQ(topology.cores.size(), 8U);
  EXPECT_EQ(topology.cores[1].text(), "2-3");
  EXPECT_EQ(topology.allowed().text(), "0-15");
  ASSERT_EQ(topology.domains.size(), 2U);
  EXPECT_EQ(topology.domains[1].pus.text(), "8-15");
  ASSERT_EQ(topology.caches.size(), 2U);
  EXPECT_EQ(topology.caches[0].level, 2U);
  EXPECT_EQ(topology.caches[0].count, 8U);
  EXPECT_EQ(topology.caches[1].level, 3U);
  EXPECT_EQ(topology.caches[1].count, 2U);
  EXPECT_FALSE(topology.is_this_machine);
}

TEST(Topology, of_a_frozen_machine_keeps_domains_inside_packages_apart) {
  const auto topology = load_topology(TopologyFile{frozen / "two64.xml"}).value();
  EXPECT_EQ(topology.packages, 2U);
  EXPECT_EQ(topology.cores.size(), 128U);
  ASSERT_EQ(topology.domains.size(), 8U);
  EXPECT_EQ(topology.domains[5].pus.text(), "80-95");
  EXPECT_FALSE(topology.is_this_machine);
}

TEST(Topology, holds_only_what_the_cpuset_allows) {
  const auto topology = load_topology(TopologyFile{frozen / "three_of_eight.xml"}).value();
  EXPECT_EQ(topology.cores.size(), 3U);
  EXPECT_EQ(topology.allowed().text(), "4-7,10-11");
  EXPECT_EQ(topology.domains.at(0).pus.text(), "4-7,10-11");
}

TEST(Topology, of_this_machine_can_be_bound_to) {
  const auto topology = load_topology(ThisMachine{}).value();
  EXPECT_TRUE(topology.is_this_machine);
  EXPECT_GE(topology.cores.size(), 1U);
  EXPECT_GE(topology.domains.size(), 1U);
}

TEST(Topology, counts_the_cores_that_a_set_touches) {
  const auto topology = load_topology(SyntheticTopology{"pack:1 core:4 pu:2"}).value();
  EXPECT_EQ(topology.cores_in(CpuSet::range(1, 2)), 2U);
  EXPECT_EQ(topology.cores_in(CpuSet::range(0, 1)), 1U);
  EXPECT_EQ(topology.cores_in(CpuSet()), 0U);
}

TEST(Topology, that_cannot_be_read_is_named) {
  const auto no_text = load_topology(SyntheticTopology{"pack:two"});
  ASSERT_FALSE(no_text.has_value());
  EXPECT_EQ(
      no_text.error().text(),
      "cannot read the topology of \"pack:two\" (hwloc: Invalid argument): give a file that lstopo wrote "
      "(.xml), or a text like \"pack:2 core:64 pu:1\"");
  const auto no_file = load_topology(TopologyFile{"/no/such.xml"});
  ASSERT_FALSE(no_file.has_value());
  EXPECT_EQ(no_file.error().problem, "cannot read the topology of /no/such.xml");
}

TEST(Topology, survives_being_sent) {
  const auto topology = load_topology(TopologyFile{frozen / "two64.xml"}).value();
  base::Buffer bytes;
  base::Encoder out(bytes);
  encode(topology, out);
  base::Decoder in(bytes);
  EXPECT_EQ(decode_topology(in), topology);
  EXPECT_TRUE(in.ok() && in.at_end());
}

}  // namespace
}  // namespace winnow::cluster
