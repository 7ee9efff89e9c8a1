#include "plan/warnings.hpp"

#include <gtest/gtest.h>

namespace winnow::plan {
namespace {

TEST(Warnings, say_once_what_holds_for_many_nodes) {
  Warnings warnings;
  for (const auto* host : {"node1", "node2", "node3"})
    warnings.add(host, {"it is hot", "no fan", "buy one", {}});
  warnings.add("node2", {"it is hot", "fire", "run", {}});
  const auto taken = std::move(warnings).take();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].text(), "on node1 and 2 more nodes: it is hot (no fan): buy one");
  EXPECT_EQ(taken[1].text(), "on node2: it is hot (fire): run");
}

TEST(Warnings, name_one_more_node_as_one) {
  EXPECT_EQ(name_hosts("node1", 1), "node1 and 1 more node");
}

}  // namespace
}  // namespace winnow::plan
