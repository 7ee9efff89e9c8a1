#include "winnow/study/grid.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(IsOnGrid, knows_numbers_of_few_digits) {
  EXPECT_TRUE(is_on_grid(0.7, 0, 0.1));
  EXPECT_TRUE(is_on_grid(-0.3, -1, 0.1));
  EXPECT_FALSE(is_on_grid(0.75, 0, 0.1));
}

TEST(IsOnGrid, knows_large_numbers_whose_rounding_is_a_part_of_the_step) {
  EXPECT_TRUE(is_on_grid(2489672613.14, 2.4e9, 0.01));
  EXPECT_TRUE(is_on_grid(1000000.4374633, 1e6, 1e-7));
  EXPECT_FALSE(is_on_grid(2489672613.145, 2.4e9, 0.01));
  EXPECT_FALSE(is_on_grid(1000000.43746335, 1e6, 1e-7));
}

}  // namespace
}  // namespace winnow::study
