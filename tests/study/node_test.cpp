#include "study/node.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

Node node_of(decltype(Node::value) value) {
  return {std::move(value), {}};
}

TEST(Node, names_its_type_for_messages) {
  EXPECT_EQ(type_of(node_of(true)), "a boolean");
  EXPECT_EQ(type_of(node_of(std::int64_t{1})), "an integer");
  EXPECT_EQ(type_of(node_of(std::string("x"))), "text");
  EXPECT_EQ(type_of(node_of(Node::Foreign{"a date"})), "a date");
}

TEST(Node, shows_lists_as_they_were_written) {
  EXPECT_EQ(shown(node_of(Node::List{node_of(std::string("a")), node_of(2.0)})), R"(["a", 2.0])");
}

TEST(Node, shows_a_long_value_cut) {
  const auto text = shown(node_of(std::string(500, 'x')));
  EXPECT_LT(text.size(), 70u);
  EXPECT_TRUE(text.ends_with("…"));
}

}  // namespace
}  // namespace winnow::study
