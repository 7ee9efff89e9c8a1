#include "winnow/base/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

using testing::ElementsAre;
using winnow::base::column;
using winnow::base::described;

struct Node {
  std::string name;
  std::uint32_t cores = 0;
  bool lost = false;
  double load = 0;
};

const std::vector<Node> nodes{{"a", 4, false, 0.5},
                              {"b", std::numeric_limits<std::uint32_t>::max(), true, 2}};

TEST(Column, tells_of_each_row_in_order) {
  EXPECT_THAT(column(nodes, &Node::name), ElementsAre("a", "b"));
  EXPECT_THAT(column(nodes, [](const Node& node) { return node.load * 2; }), ElementsAre(1.0, 4.0));
  EXPECT_TRUE(column(std::vector<Node>{}, &Node::name).empty());
}

TEST(Column, holds_integers_as_result_files_do) {
  const auto cores = column(nodes, &Node::cores);
  static_assert(std::is_same_v<decltype(cores), const std::vector<std::int64_t>>);
  EXPECT_THAT(cores, ElementsAre(4, 4294967295));
  EXPECT_THAT(column(nodes, &Node::lost), ElementsAre(0, 1));
}

TEST(Described, has_units_where_there_are_some) {
  const auto both = described("processor time", "s");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].name, "long_name");
  EXPECT_EQ(std::get<std::string>(both[0].value), "processor time");
  EXPECT_EQ(both[1].name, "units");
  EXPECT_EQ(std::get<std::string>(both[1].value), "s");
  EXPECT_EQ(described("name of the node").size(), 1U);
}

}  // namespace
