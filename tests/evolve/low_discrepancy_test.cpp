#include "evolve/low_discrepancy.hpp"

#include <gtest/gtest.h>

#include <set>

namespace winnow::evolve {
namespace {

/// How many of the `count` equal intervals of dimension j hold a point.
std::size_t occupied(const std::vector<double>& points, std::size_t d, std::size_t j, std::size_t count) {
  std::set<std::size_t> intervals;
  for (std::size_t k = j; k < points.size(); k += d) {
    intervals.insert(static_cast<std::size_t>(points[k] * static_cast<double>(count)));
  }
  return intervals.size();
}

bool in_unit_cube(const std::vector<double>& points) {
  for (const double x : points) {
    if (!(x >= 0 && x < 1)) return false;
  }
  return true;
}

TEST(LatinHypercube, has_one_point_in_each_interval_of_each_dimension) {
  const auto points = latin_hypercube(3, 50, 4);
  EXPECT_TRUE(in_unit_cube(points));
  for (std::size_t j = 0; j < 4; ++j) EXPECT_EQ(occupied(points, 4, j, 50), 50u);
}

TEST(Sobol, has_one_point_in_each_interval_where_the_count_is_a_power_of_two) {
  const auto points = sobol(3, 64, 10);
  EXPECT_TRUE(in_unit_cube(points));
  for (std::size_t j = 0; j < 10; ++j) EXPECT_EQ(occupied(points, 10, j, 64), 64u);
  std::set<std::pair<int, int>> squares;  // of the first two dimensions, a (0, 6, 2)-net
  for (std::size_t k = 0; k < points.size(); k += 10) squares.emplace(points[k] * 8, points[k + 1] * 8);
  EXPECT_EQ(squares.size(), 64u);
}

TEST(Halton, has_one_point_in_each_interval_where_the_count_is_a_power_of_the_base) {
  const auto points = halton(3, 81, 3);
  EXPECT_TRUE(in_unit_cube(points));
  EXPECT_EQ(occupied(points, 3, 1, 81), 81u);
  EXPECT_EQ(occupied(halton(4, 125, 3), 3, 2, 125), 125u);
}

TEST(InitialPoints, of_other_seeds_are_others_and_of_the_same_seed_the_same) {
  for (const auto make : {latin_hypercube, sobol, halton, uniform_points}) {
    EXPECT_EQ(make(1, 16, 3), make(1, 16, 3));
    EXPECT_NE(make(1, 16, 3), make(2, 16, 3));
  }
}

}  // namespace
}  // namespace winnow::evolve
