#include "winnow/evolve/optimizer.hpp"

#include <gtest/gtest.h>

namespace winnow::evolve {
namespace {
TEST(Optimizer, finds_the_optimum_of_the_sphere_with_every_algorithm) {
  std::vector<Parameter> parameters;
  for (int j = 0; j < 5; ++j) parameters.push_back({.name = "x" + std::to_string(j), .low = -5, .high = 4});
  const auto space = Space::make(parameters);
  ASSERT_TRUE(space);
  for (std::size_t a = 0; a < algorithm_names().size(); ++a) {
    Options options;
    options.algorithm = static_cast<Algorithm>(a);
    options.budget.evaluations = 20000;
    auto optimizer = make_optimizer(*space, options);
    ASSERT_TRUE(optimizer) << optimizer.error().text();
    advance(**optimizer, [](std::span<const double> x) {
      double sum = 0;
      for (const double v : x) sum += v * v;
      return Outcome{sum, 0};
    });
    EXPECT_EQ((*optimizer)->evaluations(), 20000u);
    EXPECT_LT((*optimizer)->best()->outcome.objective, 1e-8) << algorithm_names()[a];
  }
}
}  // namespace
}  // namespace winnow::evolve
