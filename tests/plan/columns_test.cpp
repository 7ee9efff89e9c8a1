#include "plan/columns.hpp"

#include <gtest/gtest.h>

namespace winnow::plan {
namespace {

TEST(Columns, are_as_wide_as_their_widest_cell_and_end_without_blanks) {
  EXPECT_EQ(columns({{"node", "cores"}, {"n1", "128"}}, {1}), "node  cores\nn1      128\n");
  EXPECT_EQ(columns({{"a", "b"}, {"long", ""}}), "a     b\nlong\n");
}

TEST(Columns, count_characters_and_not_bytes) {
  EXPECT_EQ(columns({{"×", "1"}, {"xx", "2"}}), "×   1\nxx  2\n");
}

}  // namespace
}  // namespace winnow::plan
