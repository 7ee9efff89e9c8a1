#include "winnow/mpi/cluster.hpp"

#include <gtest/gtest.h>

namespace winnow::mpi {
namespace {

cluster::Environment synthetic(const std::string& topology) {
  cluster::Environment environment;
  environment.hostname = "imagined";
  environment.topology = cluster::SyntheticTopology{topology};
  environment.root = "/nonexistent";
  return environment;
}

TEST(FindCluster, puts_all_ranks_of_this_machine_on_one_node) {
  const boost::mpi::communicator world;
  const auto found = find_cluster(world, synthetic("pack:2 numa:1 core:4 pu:1"));
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->nodes.size(), 1u);
  EXPECT_EQ(found->nodes[0].ranks.size(), static_cast<std::size_t>(world.size()));
  EXPECT_EQ(found->nodes[0].facts.topology.cores.size(), 8u);
  EXPECT_EQ(found->nodes[0].facts.hostname, "imagined");
}

TEST(FindCluster, fails_on_every_rank_when_one_node_cannot_be_read) {
  EXPECT_FALSE(find_cluster(boost::mpi::communicator(), synthetic("no such topology")));
}

}  // namespace
}  // namespace winnow::mpi
