#include "evolve/budget.hpp"

#include <gtest/gtest.h>

namespace winnow::evolve {
namespace {

TEST(Budget, is_used_up_by_whatever_comes_first) {
  Budget budget;
  EXPECT_EQ(end_of(budget, {1000, 1000}, {0, 0}), End::none);
  budget.evaluations = 100;
  budget.generations = 10;
  EXPECT_EQ(end_of(budget, {99, 9}, {0, 0}), End::none);
  EXPECT_EQ(end_of(budget, {100, 9}, {0, 0}), End::evaluations);
  EXPECT_EQ(end_of(budget, {99, 10}, {0, 0}), End::generations);
  budget.target = 1;
  EXPECT_EQ(end_of(budget, {1, 1}, {1, 0}), End::target);
  EXPECT_EQ(end_of(budget, {1, 1}, {0, 0.1}), End::none) << "an infeasible point reaches no target";
}

TEST(Budget, progress_is_the_part_of_the_evaluations_or_else_of_the_generations) {
  Budget budget;
  EXPECT_EQ(progress_of(budget, {50, 5}), 0);
  budget.generations = 10;
  EXPECT_EQ(progress_of(budget, {50, 5}), 0.5);
  budget.evaluations = 200;
  EXPECT_EQ(progress_of(budget, {50, 5}), 0.25);
  EXPECT_EQ(progress_of(budget, {500, 5}), 1);
}

TEST(Budget, has_converged_by_the_rule_of_scipy) {
  Budget budget;
  EXPECT_FALSE(has_converged(budget, {100, 0, 5, 5}, 5));
  budget.relative_tolerance = 0.01;
  EXPECT_TRUE(has_converged(budget, {-100, 1, 5, 5}, 5));
  EXPECT_FALSE(has_converged(budget, {-100, 1.1, 5, 5}, 5));
  EXPECT_FALSE(has_converged(budget, {-100, 0, 4, 5}, 5)) << "one evaluation has failed";
  budget.absolute_tolerance = 0.2;
  EXPECT_TRUE(has_converged(budget, {-100, 1.1, 5, 5}, 5));
}

// Takahama and Sakai, equation 10, by hand.
TEST(Epsilon, falls_to_zero_by_the_power) {
  const EpsilonSchedule schedule{.on = true, .theta = 0.2, .power = 2, .until = 0.5};
  EXPECT_EQ(epsilon_level(schedule, 8, 0), 8);
  EXPECT_DOUBLE_EQ(epsilon_level(schedule, 8, 0.25), 2);
  EXPECT_EQ(epsilon_level(schedule, 8, 0.5), 0);
  EXPECT_EQ(epsilon_level(schedule, 8, 0.9), 0);
  EXPECT_EQ(epsilon_level({}, 8, 0), 0);
}

TEST(Epsilon, begins_at_the_quantile_of_the_violations) {
  Population population(1);
  population.resize(10);
  for (std::size_t i = 0; i < 10; ++i) population.violations[i] = static_cast<double>(9 - i);
  EXPECT_EQ(first_epsilon_level({.on = true, .theta = 0.2}, population), 2);
  EXPECT_EQ(first_epsilon_level({.on = true, .theta = 1}, population), 9);
}

}  // namespace
}  // namespace winnow::evolve
