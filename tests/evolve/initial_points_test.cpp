#include "evolve/initial_points.hpp"

#include <gtest/gtest.h>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

TEST(InitialPoints, lie_within_the_bounds_for_every_init) {
  const auto space = mixed_space();
  const auto d = space.dimension();
  for (const auto init : {Init::automatic, Init::latinhypercube, Init::sobol, Init::halton, Init::random}) {
    Options options;
    options.init = init;
    const auto points = initial_points(space, options, 64);
    ASSERT_EQ(points.size(), 64 * d);
    for (std::size_t k = 0; k < points.size(); ++k) {
      EXPECT_GE(points[k], space.lower()[k % d]);
      EXPECT_LE(points[k], space.upper()[k % d]);
    }
  }
}

TEST(InitialPoints, begin_with_those_given) {
  const auto space = box(2);
  Options options;
  options.init = Init::given;
  options.points = {1, 2, -3, 4};
  const auto points = initial_points(space, options, 5);
  EXPECT_EQ(std::vector(points.begin(), points.begin() + 4), options.points);
}

TEST(InitialPoints, try_the_start_values_first) {
  const auto space = *Space::make({{.name = "x", .low = 0, .high = 1, .start = 0.25},
                                   {.name = "free", .low = 0, .high = 1},
                                   {.name = "log", .low = 1, .high = 100, .scale = Scale::log, .start = 10}});
  const auto points = initial_points(space, {}, 4);
  std::vector<double> values(3);
  space.values_of(std::span(points).first(3), values);
  EXPECT_EQ(values[0], 0.25);
  EXPECT_NEAR(values[2], 10, 1e-13);
}

}  // namespace
}  // namespace winnow::evolve
