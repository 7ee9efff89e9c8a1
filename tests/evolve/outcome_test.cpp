#include "winnow/evolve/outcome.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::evolve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Outcome, feasible_is_better_than_infeasible_whatever_the_objective) {
  EXPECT_TRUE(is_better({100, 0}, {-100, 0.1}));
  EXPECT_FALSE(is_better({-100, 0.1}, {100, 0}));
  EXPECT_TRUE(is_better({infinity, 0}, {0, 1}));
}

TEST(Outcome, of_two_feasible_the_smaller_objective_is_better) {
  EXPECT_TRUE(is_better({1, 0}, {2, 0}));
  EXPECT_FALSE(is_better({1, 0}, {1, 0}));
  EXPECT_TRUE(is_better({1, 0}, {infinity, 0}));
  EXPECT_FALSE(is_better({infinity, 0}, {infinity, 0}));
}

TEST(Outcome, of_two_infeasible_the_smaller_violation_is_better) {
  EXPECT_TRUE(is_better({9, 1}, {0, 2}));
  EXPECT_TRUE(is_better({1, 2}, {2, 2}));
}

TEST(Outcome, violations_up_to_the_level_count_as_none) {
  EXPECT_TRUE(is_better({1, 0.5}, {2, 0}, 0.5));
  EXPECT_FALSE(is_better({1, 0.6}, {2, 0}, 0.5));
  EXPECT_TRUE(is_better({9, 0.6}, {0, 0.7}, 0.5));
}

TEST(Outcome, sanitized_has_no_nan_and_no_negative_violation) {
  const double nan = std::nan("");
  EXPECT_EQ(sanitized({nan, 0}), (Outcome{infinity, 0}));
  EXPECT_EQ(sanitized({1, nan}), (Outcome{1, infinity}));
  EXPECT_EQ(sanitized({1, -2}), (Outcome{1, 0}));
  EXPECT_EQ(sanitized({-infinity, 3}), (Outcome{-infinity, 3}));
}

}  // namespace
}  // namespace winnow::evolve
