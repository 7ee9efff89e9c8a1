#include "winnow/evolve/functions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "winnow/base/random.hpp"

namespace winnow::evolve {
namespace {

constexpr double pi = 3.14159265358979323846;

class EveryFunction : public testing::TestWithParam<std::string> {};

TEST_P(EveryFunction, takes_its_least_value_at_its_optimum) {
  for (const std::size_t d : {2, 5, 20}) {
    for (const std::uint64_t seed : {1, 2}) {
      const auto function = make_function(GetParam(), d, seed);
      ASSERT_TRUE(function);
      ASSERT_EQ(function->dimension(), d);
      for (const double coordinate : function->optimum()) EXPECT_LE(std::abs(coordinate), function->bound());
      EXPECT_NEAR((*function)(function->optimum()), TestFunction::optimum_value(), 2e-9) << d;
    }
  }
}

TEST_P(EveryFunction, is_above_its_optimum_elsewhere) {
  const auto function = make_function(GetParam(), 6, 3);
  ASSERT_TRUE(function);
  base::RandomSequence random(7, 0);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> x;
    for (int j = 0; j < 6; ++j) x.push_back(function->bound() * (2 * random.uniform() - 1));
    const double value = (*function)(x);
    EXPECT_TRUE(std::isfinite(value));
    EXPECT_GT(value, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Functions, EveryFunction,
                         testing::ValuesIn(function_names().begin(), function_names().end()),
                         [](const auto& name) { return name.param; });

double at(std::string_view name, std::vector<double> x) {
  return (*make_function(name, x.size(), 1))(x);
}

TEST(PlainFunctions, have_the_values_of_their_formulas) {
  EXPECT_DOUBLE_EQ(at("plain_sphere", {3, 4}), 25);
  EXPECT_DOUBLE_EQ(at("plain_rosenbrock", {0, 0, 0}), 2);
  EXPECT_DOUBLE_EQ(at("plain_rosenbrock", {-1.2, 1}), 24.2);
  EXPECT_DOUBLE_EQ(at("plain_rastrigin", {0.5, 1}), 0.25 + 20 + 1);
  EXPECT_NEAR(at("plain_ackley", {1, 1}), 20 * (1 - std::exp(-0.2)), 1e-14);
  EXPECT_NEAR(at("plain_griewank", {pi, 0}), pi * pi / 4000 + 2, 1e-14);
}

TEST(BbobFunctions, are_those_of_the_definition_where_neither_shift_nor_rotation_can_be_seen) {
  const auto sphere = make_function("sphere", 3, 5);
  std::vector<double> x(sphere->optimum().begin(), sphere->optimum().end());
  x[0] += 1;
  x[2] -= 2;
  EXPECT_NEAR((*sphere)(x), 5, 1e-12);

  const auto slope = make_function("linear_slope", 3, 5);
  double sum_of_slopes = 0;
  for (const double exponent : {0.0, 0.5, 1.0}) sum_of_slopes += std::pow(10, exponent);
  EXPECT_NEAR((*slope)(std::vector<double>{0, 0, 0}), 5 * sum_of_slopes, 1e-12);

  const auto rosenbrock = make_function("rosenbrock", 3, 5);
  x.assign(rosenbrock->optimum().begin(), rosenbrock->optimum().end());
  for (auto& coordinate : x) coordinate -= 1;  // z = 0
  EXPECT_NEAR((*rosenbrock)(x), 2, 1e-9);

  const auto rotated = make_function("rotated_rosenbrock", 3, 5);  // z = ½ everywhere
  EXPECT_NEAR((*rotated)(std::vector<double>{0, 0, 0}), 2 * (100 * 0.0625 + 0.25), 1e-9);
}

TEST(BbobFunctions, of_other_seeds_have_other_optima) {
  std::set<double> places;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    places.insert(make_function("rastrigin", 2, seed)->optimum()[0]);
  }
  EXPECT_EQ(places.size(), 20u);
}

TEST(Functions, of_unknown_name_or_too_few_parameters_are_refused) {
  EXPECT_EQ(make_function("rastrgin", 2, 1).error().text(), "unknown function \"rastrgin\": write rastrigin");
  EXPECT_EQ(make_function("lunacek", 1, 1).error().text(),
            "function \"lunacek\" of 1 parameter (its definition is for two and more): add parameters");
}

}  // namespace
}  // namespace winnow::evolve
