#include "winnow/evolve/polish.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

class EveryMethod : public testing::TestWithParam<std::pair<std::string, PolishMethod>> {
 protected:
  [[nodiscard]] static PolishOptions options() { return {.method = GetParam().second, .evaluations = 5000}; }
};

INSTANTIATE_TEST_SUITE_P(Methods, EveryMethod,
                         testing::Values(std::pair("bobyqa", PolishMethod::bobyqa),
                                         std::pair("cobyla", PolishMethod::cobyla),
                                         std::pair("lbfgs", PolishMethod::lbfgs)),
                         [](const auto& param) { return param.param.first; });

/// A bowl whose least value, 3, is at (1, -2, 0.5 …).
Outcome bowl(std::span<const double> x) {
  double sum = 3;
  const double centre[] = {1, -2, 0.5, 0.25};
  for (std::size_t j = 0; j < x.size(); ++j) {
    const double off = x[j] - centre[j];
    sum += (static_cast<double>(j) + 1) * off * off;
  }
  return {sum, 0};
}

TEST_P(EveryMethod, finds_the_bottom_of_a_bowl) {
  const std::vector<double> start{1.5, -1, 0, 0};
  const auto polished = polish(box(4), start, bowl(start), options(), bowl);
  EXPECT_NEAR(polished.outcome.objective, 3, 1e-7);
  EXPECT_NEAR(polished.values[1], -2, 1e-3);
  EXPECT_EQ(bowl(polished.values), polished.outcome) << "the values are those that were evaluated";
}

TEST_P(EveryMethod, finds_the_bottom_in_one_dimension_too) {
  const std::vector<double> start{-3};
  EXPECT_NEAR(polish(box(1), start, bowl(start), options(), bowl).values[0], 1, 1e-3);
}

TEST_P(EveryMethod, uses_no_more_than_its_evaluations_and_stays_within_bounds) {
  auto few = options();
  few.evaluations = 17;
  const std::vector<double> start{3.9, -4.9, 0, 0};
  std::uint64_t evaluations = 0;
  const auto polished = polish(box(4), start, bowl(start), few, [&](std::span<const double> x) {
    ++evaluations;
    for (const double coordinate : x) EXPECT_TRUE(coordinate >= -5 && coordinate <= 4) << coordinate;
    return bowl(x);
  });
  EXPECT_LE(evaluations, 17u);
  EXPECT_EQ(polished.evaluations, evaluations);
  EXPECT_LE(polished.outcome.objective, bowl(start).objective);
}

TEST_P(EveryMethod, moves_real_parameters_alone) {
  const auto space = mixed_space();
  const std::vector<double> start{0, 1, 5, 1.25, 2};
  const auto polished = polish(space, start, {100, 0}, options(), [&](std::span<const double> x) {
    EXPECT_TRUE(std::equal(x.begin() + 2, x.end(), start.begin() + 2));
    return Outcome{(x[0] - 1) * (x[0] - 1) + std::abs(x[1] - 3), 0};
  });
  EXPECT_LT(polished.outcome.objective, 2);
}

TEST_P(EveryMethod, never_gives_back_worse_than_it_got) {
  const std::vector<double> start{1, -2, 0.5, 0.25};
  const auto failing = polish(box(4), start, bowl(start), options(), [](auto) { return Outcome{}; });
  EXPECT_EQ(failing.outcome, bowl(start));
  EXPECT_EQ(failing.values, start);
  const auto nan = polish(box(4), start, {}, options(), [](auto) {
    return Outcome{std::nan(""), std::nan("")};
  });
  EXPECT_EQ(nan.outcome, Outcome{});
}

TEST_P(EveryMethod, lets_exceptions_through) {
  const auto evaluate = [](auto) -> Outcome { throw std::range_error("of the objective"); };
  EXPECT_THROW(static_cast<void>(polish(box(2), std::vector<double>{0, 0}, {1, 0}, options(), evaluate)),
               std::range_error);
}

TEST(Polish, by_cobyla_keeps_to_a_constraint) {
  // Least where Σx ≥ 2 is 2, at (1, 1).
  const auto constrained = [](std::span<const double> x) {
    return Outcome{sphere(x).objective, std::max(0.0, 2 - x[0] - x[1])};
  };
  const std::vector<double> start{2, 1.5};
  const auto polished = polish(box(2), start, constrained(start),
                               {.method = PolishMethod::cobyla, .evaluations = 2000}, constrained);
  EXPECT_EQ(polished.outcome.violation, 0);
  EXPECT_NEAR(polished.outcome.objective, 2, 1e-2);
}

TEST(Polish, leaves_a_space_without_real_parameters_as_it_is) {
  const auto space = *Space::make({{.name = "n", .type = ParameterType::integer, .low = 0, .high = 9}});
  const auto polished = polish(space, std::vector<double>{4}, {16, 0}, {}, sphere);
  EXPECT_EQ(polished.evaluations, 0u);
  EXPECT_EQ(polished.values, (std::vector<double>{4}));
}

}  // namespace
}  // namespace winnow::evolve
