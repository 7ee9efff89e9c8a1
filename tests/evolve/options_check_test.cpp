#include "evolve/options_check.hpp"

#include <gtest/gtest.h>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

template <class Change>
std::string refusal(Change change) {
  Options options = options_of("de", 1000);
  change(options);
  const auto checked = check_options(box(3), options);
  return checked ? "accepted" : checked.error().text();
}

TEST(OptionsCheck, accepts_every_algorithm_with_a_budget) {
  for (const auto& algorithm : every_algorithm()) {
    EXPECT_EQ(refusal([&](Options& options) { options.algorithm = *find_algorithm(algorithm); }), "accepted");
  }
}

TEST(OptionsCheck, refuses_budgets_without_meaning) {
  EXPECT_EQ(refusal([](Options& options) { options.budget.evaluations = 0; }),
            "evaluations = 0 (nothing would be searched): give a number above 0");
  EXPECT_EQ(refusal([](Options& options) { options.budget.relative_tolerance = -1; }),
            "a tolerance is below 0 (no spread is smaller): give 0 or more");
  EXPECT_EQ(refusal([](Options& options) {
              options.algorithm = Algorithm::jso;
              options.budget.evaluations.reset();
            }),
            "algorithm \"jso\" without a budget (its population shrinks as the budget is used up): give "
            "evaluations or "
            "generations, or another algorithm");
  EXPECT_EQ(
      refusal([](Options& options) {
        options.epsilon.on = true;
        options.budget.evaluations.reset();
      }),
      "an epsilon level without a budget (the level falls as the budget is used up): give evaluations or "
      "generations");
}

TEST(OptionsCheck, refuses_settings_out_of_range) {
  EXPECT_EQ(refusal([](Options& options) {
              options.mutation = {1, 0.5};
            }),
            "mutation from 1 to 0.5 (F lies between 0 and 2): give a number, or a range that ascends, within "
            "0 … 2");
  EXPECT_EQ(refusal([](Options& options) { options.recombination = 1.5; }),
            "recombination = 1.5 (CR is a probability): give a number from 0 to 1");
  EXPECT_EQ(refusal([](Options& options) { options.population = 2; }),
            "a population of 2 (a trial is made of 3 individuals that differ): make it larger");
  EXPECT_EQ(
      refusal([](Options& options) {
        options.init = Init::given;
        options.points = {0, 0, 0, 1, 1, 1};
      }),
      "2 initial points are the population (a trial is made of 3 individuals that differ): give more, or "
      "a population of which they are a part");
  EXPECT_EQ(refusal([](Options& options) { options.epsilon.theta = 2; }),
            "an epsilon schedule out of range (theta and until are parts, power is above 0): give theta from "
            "0 to 1, "
            "until above 0 up to 1, power above 0");
}

TEST(OptionsCheck, refuses_initial_points_that_do_not_fit) {
  EXPECT_EQ(refusal([](Options& options) {
              options.init = Init::given;
              options.points = {1, 2};
            }),
            "2 initial values for 3 parameters (each point needs a value of each): give whole points");
  EXPECT_EQ(refusal([](Options& options) {
              options.init = Init::given;
              options.points = {1, 2, 3, 1, 9, 3};
            }),
            "initial point 2: x1 = 9 is outside -5 … 4 (the search does not leave its bounds): move the "
            "point or the "
            "bounds");
  EXPECT_EQ(refusal([](Options& options) {
              options.init = Init::given;
              options.points = std::vector<double>(30, 1);
              options.population = 5;
            }),
            "10 initial points for a population of 5 (some would not be used): leave points out, or make the "
            "population "
            "larger");
}

TEST(OptionsCheck, takes_the_population_from_what_is_said_first) {
  Options options = options_of("de", 1000);
  EXPECT_EQ(first_population(box(3), options), 45u);
  options.init = Init::sobol;
  EXPECT_EQ(first_population(box(3), options), 64u);
  options.init = Init::given;
  options.points = std::vector<double>(30, 1);
  EXPECT_EQ(first_population(box(3), options), 10u);
  options.population = 12;
  EXPECT_EQ(first_population(box(3), options), 12u);
}

}  // namespace
}  // namespace winnow::evolve
