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

farm::NodeStatus node(std::uint32_t fewest, base::Bytes enough = {}) {
  farm::NodeStatus status;
  status.ranks = 1;
  status.slots = 8;
  status.fewest_permits = fewest;
  status.enough = enough;
  return status;
}

TEST(ShortageNote, is_silent_where_memory_never_pressed) {
  EXPECT_FALSE(shortage_note({node(0), node(0)}, two_nodes()));
  EXPECT_FALSE(shortage_note({node(8), node(0)}, two_nodes()));
  EXPECT_FALSE(shortage_note({}, two_nodes()));
}

TEST(ShortageNote, asks_for_what_was_measured_whatever_the_limit) {
  auto plan = two_nodes();
  for (const auto limit : {base::gibibytes(8), base::gibibytes(10)}) {
    plan.nodes[1].limit = limit;
    EXPECT_EQ(
        shortage_note({node(0), node(4, base::gibibytes(12))}, plan),
        "memory was short: at the least 4 of 8 workers ran on n2; to let all run, ask for about 12 GiB a "
        "node, or for 3 such nodes");
  }
}

TEST(ShortageNote, takes_the_shortest_of_several) {
  EXPECT_EQ(shortage_note({node(2, base::gibibytes(9)), node(4, base::gibibytes(32))}, two_nodes()),
            "memory was short: at the least 4 of 8 workers ran on n2 (2 nodes were short); to let all run, "
            "ask for about 32 GiB a node, or for 6 such nodes");
}

TEST(ShortageNote, asks_for_nothing_where_the_memory_would_do) {
  EXPECT_FALSE(shortage_note({node(0), node(4, base::gibibytes(8))}, two_nodes()));
}

TEST(ShortageNote, names_nodes_alone_where_nothing_was_measured) {
  auto plan = two_nodes();
  plan.nodes[1].limit = base::Bytes::unlimited();
  EXPECT_EQ(shortage_note({node(0), node(4)}, plan),
            "memory was short: at the least 4 of 8 workers ran on n2; to let all run, ask for about 3 such "
            "nodes");
}

}  // namespace
}  // namespace winnow::app
