#include "winnow/evolve/space.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

std::string refusal(Parameter parameter, int digits = 0) {
  const auto space = Space::make({std::move(parameter)}, digits);
  return space ? "accepted" : space.error().text();
}

double value_at(const Space& space, double search) {
  double value = 0;
  space.values_of({&search, 1}, {&value, 1});
  return value;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Space, refuses_bounds_that_enclose_nothing) {
  EXPECT_EQ(refusal({.name = "x", .low = 2, .high = 2}),
            "parameter \"x\": low = 2 is not below high = 2 (nothing lies between them): exchange them, or "
            "leave the "
            "parameter out and fix its value");
  EXPECT_EQ(
      refusal({.name = "x", .low = 0, .high = infinity}),
      "parameter \"x\": bounds 0 and inf are not both finite (the search begins with points spread between "
      "them): give two numbers");
  EXPECT_NE(refusal({.name = "x", .low = std::nan(""), .high = 1}), "accepted");
  EXPECT_NE(refusal({.name = "x", .low = -1e308, .high = 1e308}), "accepted");
}

TEST(Space, refuses_a_log_scale_through_zero) {
  EXPECT_EQ(refusal({.name = "x", .low = 0, .high = 1, .scale = Scale::log}),
            "parameter \"x\": a log scale from low = 0 (logarithms need values above 0): raise low above 0, "
            "or write "
            "scale = \"linear\"");
}

TEST(Space, refuses_steps_that_lead_nowhere) {
  EXPECT_EQ(
      refusal({.name = "x", .low = 0, .high = 1, .step = 2}),
      "parameter \"x\": step = 2 is larger than high - low = 1 (low would be the only value): make the step "
      "smaller");
  EXPECT_EQ(
      refusal({.name = "x", .low = 0, .high = 1, .step = -0.5}),
      "parameter \"x\": step = -0.5 is not above 0 (it leads from low to high): give the distance of two "
      "neighbouring values");
}

TEST(Space, refuses_integers_that_are_none_and_choices_without_a_choice) {
  EXPECT_EQ(refusal({.name = "n", .type = ParameterType::integer, .low = 0.5, .high = 3}),
            "parameter \"n\": 0.5 is not an integer of at most 2^53 (the parameter's type is \"integer\"): "
            "round it, or "
            "write type = \"real\"");
  EXPECT_EQ(refusal({.name = "c", .type = ParameterType::choice, .choices = {"only"}}),
            "parameter \"c\": fewer than two choices (there is nothing to choose): list its words in "
            "choices, or leave "
            "the parameter out");
}

TEST(Space, refuses_a_start_outside_the_bounds) {
  EXPECT_EQ(refusal({.name = "x", .low = 0, .high = 1, .start = 1.5}),
            "parameter \"x\": start = 1.5 is outside 0 … 1 (the search does not leave its bounds): move the "
            "start or "
            "the bounds");
  EXPECT_EQ(refusal({.name = "n", .type = ParameterType::integer, .low = 0, .high = 3, .start = 1.5}),
            "parameter \"n\": start = 1.5 is not an integer (all values of it are): round it");
}

TEST(Space, refuses_an_empty_list_repeated_names_and_impossible_digits) {
  EXPECT_EQ(Space::make({}).error().text(), "no parameter to search over: add an [[optimize.parameter]]");
  EXPECT_EQ(Space::make({{.name = "x"}, {.name = "x"}}).error().text(),
            "parameter \"x\": the name stands twice (values are told apart by it): rename one of the two");
  EXPECT_EQ(refusal({.name = "x"}, 18),
            "digits = 18 is not between 0 and 17 (a number has no more significant digits): give fewer, or 0 "
            "to round "
            "nothing");
}

TEST(Space, searches_plain_parameters_in_their_own_units) {
  const auto space = box(3);
  EXPECT_TRUE(space.is_plain());
  EXPECT_EQ(space.lower()[0], -5);
  EXPECT_EQ(space.upper()[2], 4);
  EXPECT_EQ(value_at(*Space::make({{.name = "x", .low = 0, .high = 1}}), 0.1), 0.1);
}

TEST(Space, gives_every_integer_and_choice_the_same_width) {
  const auto space = *Space::make({{.name = "n", .type = ParameterType::integer, .low = 1, .high = 4}});
  EXPECT_FALSE(space.is_plain());
  EXPECT_EQ(space.lower()[0], 0.5);
  EXPECT_EQ(space.upper()[0], 4.5);
  EXPECT_EQ(value_at(space, 0.5), 1);
  EXPECT_EQ(value_at(space, 1.49), 1);
  EXPECT_EQ(value_at(space, 1.51), 2);
  EXPECT_EQ(value_at(space, 4.5), 4);
  const auto choice = *Space::make({{.name = "c", .type = ParameterType::choice, .choices = {"a", "b"}}});
  EXPECT_EQ(value_at(choice, -0.5), 0);
  EXPECT_EQ(value_at(choice, 1.5), 1);
}

TEST(Space, has_decimal_numbers_on_a_grid_of_decimal_numbers) {
  const auto tenths = Space::make({{.name = "x", .low = -1, .high = 1, .step = 0.1}}).value();
  const auto cents = Space::make({{.name = "x", .low = 0.05, .high = 1000, .step = 0.07}}).value();
  const auto thirds = Space::make({{.name = "x", .low = 0, .high = 2, .step = 1.0 / 3}}).value();
  EXPECT_EQ(value_at(tenths, 0.7), 0.7);
  EXPECT_EQ(value_at(tenths, -0.3), -0.3);
  EXPECT_EQ(value_at(cents, 0.05 + 3 * 0.07), 0.26);
  EXPECT_EQ(value_at(cents, 999.95), 999.93);
  EXPECT_EQ(value_at(thirds, 0.7), 2 * (1.0 / 3));
  const auto tiny = Space::make({{.name = "x", .low = 0, .high = 1e-13, .step = 1e-14}}).value();
  EXPECT_EQ(value_at(tiny, 3e-14), 3e-14);
}

TEST(Space, keeps_to_a_grid_that_rounding_does_not_cut_short) {
  const auto space = *Space::make({{.name = "x", .low = 0, .high = 0.3, .step = 0.1}});
  EXPECT_EQ(value_at(space, space.upper()[0]), 0.3);
  std::set<double> values;
  for (int i = 0; i <= 100; ++i) {
    values.insert(value_at(space, space.lower()[0] + (space.upper()[0] - space.lower()[0]) * i / 100));
  }
  EXPECT_EQ(values.size(), 4u);
  const auto uneven = *Space::make({{.name = "x", .low = 1, .high = 2, .step = 0.3}});
  EXPECT_DOUBLE_EQ(value_at(uneven, uneven.upper()[0]), 1.9);
}

TEST(Space, spreads_a_log_scale_evenly_over_the_magnitudes) {
  const auto space = *Space::make({{.name = "x", .low = 0.01, .high = 100, .scale = Scale::log}});
  EXPECT_NEAR(value_at(space, (space.lower()[0] + space.upper()[0]) / 2), 1, 1e-14);
  EXPECT_EQ(value_at(space, space.lower()[0]), 0.01);
  EXPECT_EQ(value_at(space, space.upper()[0]), 100);
}

TEST(Space, rounds_to_significant_digits_within_the_bounds) {
  const auto space = *Space::make({{.name = "x", .low = 0.12345, .high = 98.76}}, 3);
  EXPECT_EQ(value_at(space, 1.23456), 1.23);
  EXPECT_EQ(value_at(space, 0.123451), 0.12345) << "0.123 would be below";
  EXPECT_EQ(value_at(space, 98.76), 98.76) << "98.8 would be above";
  EXPECT_EQ(value_at(space, 33.35), 33.4) << "33.35 lies above its decimal by half a bit";
}

TEST(Space, finds_the_coordinates_of_values) {
  const auto space = mixed_space();
  base::RandomSequence random(1, 0);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> search, values(space.dimension()), again(space.dimension());
    for (std::size_t j = 0; j < space.dimension(); ++j) {
      search.push_back(space.lower()[j] + random.uniform() * (space.upper()[j] - space.lower()[j]));
    }
    space.values_of(search, values);
    space.search_of(values, search);
    space.values_of(search, again);
    EXPECT_NEAR(again[1] / values[1], 1, 1e-13);
    again[1] = values[1];
    EXPECT_EQ(again, values);
  }
}

}  // namespace
}  // namespace winnow::evolve
