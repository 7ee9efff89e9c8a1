#include "cluster/fields.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

TEST(Fields, keeps_empty_parts_of_a_list) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Fields, takes_a_number_only_if_it_is_all_there_is) {
  EXPECT_EQ(number("42"), 42U);
  EXPECT_FALSE(number("42kB").has_value());
  EXPECT_FALSE(number("-1").has_value());
  EXPECT_FALSE(number("").has_value());
}

}  // namespace
}  // namespace winnow::cluster
