#include "evolve/ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace winnow::evolve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Population of(std::vector<Outcome> outcomes) {
  Population population(1);
  population.resize(outcomes.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) population.set_outcome(i, outcomes[i]);
  return population;
}

TEST(Ranking, puts_the_best_first_and_of_equal_ones_the_first) {
  const auto population = of({{3, 0}, {1, 0}, {infinity, 0}, {0, 2}, {1, 0}, {5, 1}});
  EXPECT_EQ(best_first(population, 0, 6), (std::vector<std::uint32_t>{1, 4, 0, 2, 5, 3}));
  EXPECT_EQ(best_first(population, 0, 3), (std::vector<std::uint32_t>{1, 4, 0}));
  EXPECT_EQ(best_first(population, 0, 1), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(best_first(population, 2, 2), (std::vector<std::uint32_t>{3, 1}));
  EXPECT_EQ(best_first(population, 0, 9).size(), 6u);
}

TEST(Census, is_of_the_finite_objectives) {
  const auto counted = census(of({{1, 0}, {infinity, 0}, {3, 1}, {2, 0}}));
  EXPECT_DOUBLE_EQ(counted.mean, 2);
  EXPECT_DOUBLE_EQ(counted.spread, std::sqrt(2.0 / 3));
  EXPECT_EQ(counted.finite, 3u);
  EXPECT_EQ(counted.feasible, 3u);
}

TEST(Census, knows_no_spread_of_fewer_than_two) {
  const auto failed = census(of({{infinity, 0}, {infinity, 0}}));
  EXPECT_EQ(failed.mean, infinity);
  EXPECT_TRUE(std::isnan(failed.spread)) << "0 would be that of a search that has converged";
  const auto one = census(of({{infinity, 0}, {4, 0}}));
  EXPECT_EQ(one.mean, 4);
  EXPECT_TRUE(std::isnan(one.spread));
  EXPECT_EQ(census(of({{4, 0}, {4, 0}})).spread, 0);
}

TEST(Census, overflows_nowhere) {
  const auto huge = census(of({{1.5e308, 0}, {1.7e308, 0}, {-1e308, 0}}));
  EXPECT_TRUE(std::isfinite(huge.mean));
  EXPECT_TRUE(std::isfinite(huge.spread));
  EXPECT_NEAR(huge.mean / (1.5e308 / 3 + 1.7e308 / 3 - 1e308 / 3), 1, 1e-12);
  const auto tiny = census(of({{1e-300, 0}, {3e-300, 0}}));
  EXPECT_DOUBLE_EQ(tiny.spread, 1e-300);
}

}  // namespace
}  // namespace winnow::evolve
