#include "app/watch/shortage.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

plan::Plan two_nodes() {
  plan::Plan plan;
  plan.nodes.resize(2);
  plan.nodes[0].hostname = "n1";
  plan.nodes[1].hostname = "n2";
  for (auto& node : plan.nodes) node.limit = base::gibibytes(8);
  return plan;
}

farm::NodeStatus node(std::uint32_t fewest) {
  farm::NodeStatus status;
  status.ranks = 1;
  status.slots = 8;
  status.fewest_permits = fewest;
  return status;
}

TEST(ShortageNote, is_silent_where_memory_never_pressed) {
  EXPECT_FALSE(shortage_note({node(0), node(0)}, two_nodes()));
  EXPECT_FALSE(shortage_note({node(8), node(0)}, two_nodes()));
  EXPECT_FALSE(shortage_note({}, two_nodes()));
}

TEST(ShortageNote, says_how_few_ran_and_how_much_all_would_take) {
  EXPECT_EQ(shortage_note({node(0), node(4)}, two_nodes()),
            "memory was short: at the least 4 of 8 workers ran on n2; to let all run, ask for about 16 GiB a "
            "node, or for 3 such nodes");
}

TEST(ShortageNote, takes_the_shortest_of_several) {
  EXPECT_EQ(shortage_note({node(4), node(2)}, two_nodes()),
            "memory was short: at the least 2 of 8 workers ran on n2 (2 nodes were short); to let all run, "
            "ask for about 32 GiB a node, or for 6 such nodes");
}

TEST(ShortageNote, names_nodes_alone_where_there_is_no_limit) {
  auto plan = two_nodes();
  plan.nodes[1].limit = base::Bytes::unlimited();
  EXPECT_EQ(shortage_note({node(0), node(4)}, plan),
            "memory was short: at the least 4 of 8 workers ran on n2; to let all run, ask for about 3 such "
            "nodes");
}

}  // namespace
}  // namespace winnow::app
