#include "winnow/farm/setup.hpp"

#include <gmock/gmock.h>

namespace winnow::farm {
namespace {

TEST(Layout, knows_the_node_of_a_rank) {
  const Layout layout({{{0, 2}}, {{1, 3, 4}}});
  EXPECT_EQ(layout.ranks(), 5U);
  EXPECT_EQ(layout.node_of(2), 0U);
  EXPECT_EQ(layout.node_of(3), 1U);
}

TEST(Layout, lists_the_ranks_that_are_left) {
  const Layout layout({{{0, 2}}, {{1, 3, 4}}});
  EXPECT_THAT(layout.without({3, 1}), testing::ElementsAre(0, 2, 4));
}

TEST(FarmOptions, reckon_the_need_of_a_piece_with_its_overhead) {
  FarmOptions options;
  options.gamma = 3;
  options.overhead = base::Bytes{10};
  EXPECT_EQ(options.need(base::Bytes{100}).count, 310U);
}

}  // namespace
}  // namespace winnow::farm
