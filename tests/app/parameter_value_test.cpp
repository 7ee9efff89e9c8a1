#include "app/optimize/parameter_value.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

const evolve::Parameter real{.name = "x", .low = -5, .high = 5};
const evolve::Parameter grid{.name = "g", .low = 0, .high = 1, .step = 0.1};
const evolve::Parameter whole{.name = "n", .type = evolve::ParameterType::integer, .low = 1, .high = 9};
const evolve::Parameter steps{
    .name = "k", .type = evolve::ParameterType::integer, .low = 1, .high = 7, .step = 3};
const evolve::Parameter choice{
    .name = "c", .type = evolve::ParameterType::choice, .choices = {"10", "20", "thirty"}};

std::string refusal(const evolve::Parameter& parameter, const std::string& word) {
  const auto value = parameter_value(parameter, word);
  return value ? "none" : value.error().text();
}

TEST(ParameterValue, is_a_number_or_the_number_of_a_choice) {
  EXPECT_EQ(parameter_value(real, "-1.5"), -1.5);
  EXPECT_EQ(parameter_value(grid, "0.3"), 0.3);
  EXPECT_EQ(parameter_value(whole, "9"), 9);
  EXPECT_EQ(parameter_value(steps, "4"), 4);
  EXPECT_EQ(parameter_value(choice, "20"), 1);
}

TEST(ParameterValue, is_one_that_the_search_may_try) {
  EXPECT_EQ(refusal(real, "5.1"), "x = 5.1 is outside -5 … 5 (the search does not leave its bounds)");
  EXPECT_EQ(refusal(real, "four"), "x cannot be \"four\" (it is a number)");
  EXPECT_EQ(refusal(grid, "0.25"), "g = 0.25 is not on its grid (that goes from 0 in steps of 0.1)");
  EXPECT_EQ(refusal(whole, "2.5"), "n cannot be \"2.5\" (it is an integer)");
  EXPECT_EQ(refusal(steps, "2"), "k = 2 is not on its grid (that goes from 1 in steps of 3)");
  EXPECT_EQ(refusal(choice, "30"), "c cannot be \"30\" (it is one of 10, 20 and thirty)");
}

}  // namespace
}  // namespace winnow::app
