#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::problem_with_parameter;
using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> errors_of(const std::string& keys) {
  return StudyFolder(problem_with_parameter(keys)).errors();
}

TEST(OptimizeParameterTable, takes_what_can_be_searched) {
  for (const auto* keys : {"low = -1\nhigh = 1\nstart = -1", "low = 0.1\nhigh = 10\nscale = \"log\"",
                           "type = \"integer\"\nlow = -3\nhigh = 3\nstep = 2\nstart = 1",
                           "type = \"choice\"\nchoices = [16, \"32M\"]\nstart = 16"}) {
    EXPECT_THAT(errors_of(keys), IsEmpty()) << keys;
  }
}

TEST(OptimizeParameterTable, refuses_bounds_that_hold_nothing) {
  EXPECT_THAT(errors_of("low = 3\nhigh = 3"),
              ElementsAre("city.toml:3:1: the parameter \"x\" has low = 3 and high = 3 (low must be below "
                          "high): exchange them, or mend one"));
}

TEST(OptimizeParameterTable, refuses_bounds_that_are_not_finite) {
  EXPECT_THAT(errors_of("low = nan\nhigh = inf"),
              ElementsAre("city.toml:3:7: optimize.parameter.low = nan is out of range (it takes a real "
                          "number or \"none\", finite): write, for example, low = 0.1",
                          "city.toml:4:8: optimize.parameter.high = inf is out of range (it takes a real "
                          "number or \"none\", finite): write, for example, high = 10.0"));
}

TEST(OptimizeParameterTable, misses_bounds) {
  EXPECT_THAT(
      errors_of("high = 3"),
      ElementsAre("city.toml:1:1: the parameter \"x\" has no low (it is searched between two bounds): "
                  "write low = a number, or type = \"choice\" with choices"));
}

TEST(OptimizeParameterTable, refuses_a_logarithmic_scale_through_zero) {
  EXPECT_THAT(errors_of("low = 0\nhigh = 3\nscale = \"log\""),
              ElementsAre("city.toml:3:1: the parameter \"x\" has low = 0 on a logarithmic scale (only "
                          "numbers above zero have a logarithm): raise low above zero, or write scale = "
                          "\"linear\""));
}

TEST(OptimizeParameterTable, refuses_integers_that_are_none) {
  EXPECT_THAT(
      errors_of("type = \"integer\"\nlow = 0.5\nhigh = 3\nstep = 1.5\nstart = 1.5"),
      ElementsAre("city.toml:4:1: the parameter \"x\" is an integer and has low = 0.5: write a whole "
                  "number, or type = \"real\"",
                  "city.toml:6:1: the parameter \"x\" is an integer and has step = 1.5: write a whole "
                  "number, or type = \"real\"",
                  "city.toml:7:1: the parameter \"x\" starts at \"1.5\" (it takes an integer from "
                  "0.5 to 3): start there"));
}

TEST(OptimizeParameterTable, refuses_a_start_outside) {
  EXPECT_THAT(errors_of("low = 0\nhigh = 3\nstart = 4"),
              ElementsAre("city.toml:5:1: the parameter \"x\" starts at \"4\" (it takes a number from 0 to "
                          "3): start there"));
}

TEST(OptimizeParameterTable, refuses_a_start_beside_its_grid) {
  EXPECT_THAT(
      errors_of("type = \"integer\"\nlow = 1\nhigh = 7\nstep = 3\nstart = 5"),
      ElementsAre("city.toml:7:1: the parameter \"x\" starts at 5 (its grid goes from 1 in steps of 3): "
                  "start at 4 or 7"));
  EXPECT_THAT(errors_of("low = 0\nhigh = 1\nstep = 0.1\nstart = 0.3"), IsEmpty()) << "of few digits";
}

TEST(OptimizeParameterTable, refuses_a_step_beyond_the_bounds) {
  EXPECT_THAT(
      errors_of("low = 0\nhigh = 3\nstep = 4"),
      ElementsAre("city.toml:5:1: the parameter \"x\" has step = 4 (high is only 3 above low): write a "
                  "smaller step"));
}

TEST(OptimizeParameterTable, refuses_steps_between_numbers_that_are_one) {
  EXPECT_THAT(
      errors_of("low = 0\nhigh = 1\nstep = 1e-320"),
      ElementsAre("city.toml:5:1: the parameter \"x\" has step = 1e-320 (numbers from 0 to 1 that are "
                  "so near cannot be told apart): write a larger step, or take it out"));
  EXPECT_THAT(errors_of("low = 1e17\nhigh = 1.0001e17\nstep = 1"), SizeIs(1));
  EXPECT_THAT(errors_of("low = 0\nhigh = 1\nstep = 1e-15"), IsEmpty());
}

TEST(OptimizeParameterTable, refuses_a_choice_of_nothing_and_numbers_of_a_choice) {
  EXPECT_THAT(
      errors_of("type = \"choice\"\nlow = 0"),
      ElementsAre("city.toml:1:1: the parameter \"x\" has nothing to choose from: write, for example, "
                  "choices = [\"epidemic\", \"prophet\"]",
                  "city.toml:4:1: the parameter \"x\" is a choice and has low (choices are in no "
                  "order): take low out, or write type = \"real\" or type = \"integer\""));
}

TEST(OptimizeParameterTable, refuses_a_choice_that_stands_twice_and_a_start_that_is_none) {
  EXPECT_THAT(errors_of("type = \"choice\"\nchoices = [16, \"16\"]\nstart = 8"),
              ElementsAre("city.toml:4:1: the parameter \"x\" has \"16\" twice: take one out",
                          "city.toml:5:1: the parameter \"x\" starts at \"8\" (that is none of its choices): "
                          "start at one of them"));
}

TEST(OptimizeParameterTable, refuses_names_that_cannot_stand_in_braces) {
  EXPECT_THAT(
      StudyFolder("[optimize]\nevaluations = 10\nobjective = { function = \"sphere\" }\n"
                  "parameter = { name = \"buffer size\", low = 0, high = 1 }\n")
          .errors(),
      ElementsAre("city.toml:4:15: the parameter \"buffer size\" is no name for a parameter (it stands "
                  "in expressions, in braces and in the names of variables): use letters, digits and "
                  "_, and no digit first"));
}

}  // namespace
}  // namespace winnow::study
