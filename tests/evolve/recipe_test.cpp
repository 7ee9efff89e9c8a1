#include "evolve/recipe.hpp"

#include <gtest/gtest.h>

namespace winnow::evolve {
namespace {

Options of(Algorithm algorithm) {
  Options options;
  options.algorithm = algorithm;
  return options;
}

// Brest, Maučec and Bošković 2017, section III: N_init = 25·ln D·√D.
TEST(Recipe, own_population_is_the_published_one) {
  EXPECT_EQ(own_population(Algorithm::jso, 10), 182u);
  EXPECT_EQ(own_population(Algorithm::jso, 30), 466u);
  EXPECT_EQ(own_population(Algorithm::jso, 2), 25u);
  EXPECT_EQ(own_population(Algorithm::jso, 1), 18u);
  EXPECT_EQ(own_population(Algorithm::lshade, 10), 180u);
  EXPECT_EQ(own_population(Algorithm::shade, 30), 100u);
  EXPECT_EQ(own_population(Algorithm::de, 10), 150u);
  EXPECT_EQ(own_population(Algorithm::de, 0), 5u);
}

TEST(Recipe, population_shrinks_linearly_to_four) {
  EXPECT_EQ(reduced_population(180, 0), 180u);
  EXPECT_EQ(reduced_population(180, 0.5), 92u);
  EXPECT_EQ(reduced_population(180, 1), 4u);
  EXPECT_EQ(reduced_population(180, 7), 4u);
}

TEST(Recipe, elite_of_jso_shrinks_from_a_quarter_to_an_eighth_and_keeps_two) {
  const auto jso = recipe_of(of(Algorithm::jso));
  EXPECT_EQ(elite_size(jso, 200, 0), 50u);
  EXPECT_EQ(elite_size(jso, 200, 1), 25u);
  EXPECT_EQ(elite_size(jso, 4, 1), 2u);
  EXPECT_EQ(elite_size(recipe_of(of(Algorithm::lshade)), 180, 0.5), 20u);
  EXPECT_EQ(elite_size(recipe_of(of(Algorithm::de)), 180, 0.5), 1u);
}

TEST(Recipe, strategies_are_told_by_their_names) {
  Options options = of(Algorithm::de);
  options.strategy = *find_strategy("currenttobest1exp");
  EXPECT_EQ(recipe_of(options).mutation, Mutation::current_to_best1);
  EXPECT_TRUE(recipe_of(options).exponential);
  options.strategy = *find_strategy("rand2bin");
  EXPECT_EQ(recipe_of(options).mutation, Mutation::rand2);
  EXPECT_FALSE(recipe_of(options).exponential);
  EXPECT_FALSE(find_strategy("best3bin"));
}

}  // namespace
}  // namespace winnow::evolve
