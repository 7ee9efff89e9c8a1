#include "evolve/adaptation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace winnow::evolve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::unique_ptr<Adaptation> make(Algorithm algorithm) {
  Options options;
  options.algorithm = algorithm;
  return make_adaptation(options);
}

std::vector<Control> draws(const Adaptation& adaptation, int n) {
  std::vector<Control> controls;
  for (int i = 0; i < n; ++i) {
    WordReader words({1, Purpose::trial, 0}, static_cast<std::uint32_t>(i), {});
    controls.push_back(adaptation.draw(words, first_control));
  }
  return controls;
}

TEST(SuccessWeights, are_the_shares_of_the_improvement) {
  EXPECT_EQ(success_weights(std::vector<Success>{{0, 0, 3}, {0, 0, 1}}), (std::vector<double>{0.75, 0.25}));
}

TEST(SuccessWeights, take_an_infinite_improvement_for_the_largest_finite_one) {
  EXPECT_EQ(success_weights(std::vector<Success>{{0, 0, infinity}, {0, 0, 2}, {0, 0, 4}}),
            (std::vector<double>{0.4, 0.2, 0.4}));
  EXPECT_EQ(success_weights(std::vector<Success>{{0, 0, infinity}, {0, 0, infinity}}),
            (std::vector<double>{0.5, 0.5}));
}

TEST(SuccessWeights, do_not_overflow_or_vanish) {
  EXPECT_EQ(success_weights(std::vector<Success>{{0, 0, 1.7e308}, {0, 0, 1.7e308}}),
            (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(success_weights(std::vector<Success>{{0, 0, 5e-324}}), (std::vector<double>{1}));
}

TEST(FixedControl, draws_one_mutation_for_each_generation_within_the_range) {
  const auto de = make(Algorithm::de);
  de->begin(1, 0);
  const auto first = draws(*de, 2);
  EXPECT_EQ(first[0].mutation, first[1].mutation);
  EXPECT_EQ(first[0].crossover, 0.7);
  de->begin(2, 0);
  EXPECT_NE(draws(*de, 1)[0].mutation, first[0].mutation);
  for (std::uint64_t generation = 0; generation < 1000; ++generation) {
    de->begin(generation, 0);
    const double mutation = draws(*de, 1)[0].mutation;
    EXPECT_GE(mutation, 0.5);
    EXPECT_LE(mutation, 1);
  }
}

TEST(InheritedControl, changes_each_setting_in_a_tenth_of_the_trials) {
  const auto controls = draws(*make(Algorithm::jde), 10000);
  int mutations = 0, crossovers = 0;
  for (const auto& control : controls) {
    if (control.mutation != first_control.mutation) ++mutations;
    if (control.crossover != first_control.crossover) ++crossovers;
    EXPECT_GE(control.mutation, 0.1);
    EXPECT_LE(control.mutation, 1);
  }
  EXPECT_NEAR(mutations, 1000, 150);
  EXPECT_NEAR(crossovers, 1000, 150);
}

// Zhang and Sanderson 2009, equations 10 and 11, by hand.
TEST(MeanControl, follows_what_succeeds_by_a_tenth) {
  const auto jade = make(Algorithm::jade);
  jade->learn(std::vector<Success>{{0.2, 0.3, 1}, {0.8, 0.5, 9}});
  EXPECT_DOUBLE_EQ(jade->mutation_memory()[0], 0.9 * 0.5 + 0.1 * (0.04 + 0.64) / 1.0);
  EXPECT_DOUBLE_EQ(jade->crossover_memory()[0], 0.9 * 0.5 + 0.1 * 0.4);
  const std::vector before(jade->mutation_memory().begin(), jade->mutation_memory().end());
  jade->learn({});
  EXPECT_EQ(jade->mutation_memory()[0], before[0]);
}

// Tanabe and Fukunaga 2013, equations 11 to 14: weights 0.75 and 0.25.
TEST(SuccessHistory, of_shade_keeps_weighted_means) {
  const auto shade = make(Algorithm::shade);
  EXPECT_EQ(shade->mutation_memory().size(), 100u);
  shade->learn(std::vector<Success>{{0.2, 0.4, 3}, {0.6, 0.8, 1}});
  EXPECT_DOUBLE_EQ(shade->mutation_memory()[0], (0.75 * 0.04 + 0.25 * 0.36) / (0.75 * 0.2 + 0.25 * 0.6));
  EXPECT_DOUBLE_EQ(shade->crossover_memory()[0], 0.75 * 0.4 + 0.25 * 0.8);
  EXPECT_EQ(shade->mutation_memory()[1], 0.5);
}

TEST(SuccessHistory, of_lshade_takes_lehmer_means_and_ends_a_crossover_of_zero) {
  const auto lshade = make(Algorithm::lshade);
  EXPECT_EQ(lshade->mutation_memory().size(), 6u);
  lshade->learn(std::vector<Success>{{0.5, 0.4, 3}, {0.5, 0.8, 1}});
  EXPECT_DOUBLE_EQ(lshade->crossover_memory()[0], (0.75 * 0.16 + 0.25 * 0.64) / (0.75 * 0.4 + 0.25 * 0.8));
  lshade->learn(std::vector<Success>{{0.5, 0, 3}});
  EXPECT_LT(lshade->crossover_memory()[1], 0);
}

TEST(SuccessHistory, of_jso_averages_with_what_was_there) {
  const auto jso = make(Algorithm::jso);
  EXPECT_EQ(jso->mutation_memory().size(), 5u);
  EXPECT_EQ(jso->mutation_memory()[0], 0.3);
  EXPECT_EQ(jso->crossover_memory()[0], 0.8);
  jso->learn(std::vector<Success>{{0.5, 0.6, 1}});
  EXPECT_DOUBLE_EQ(jso->mutation_memory()[0], 0.4);
  EXPECT_DOUBLE_EQ(jso->crossover_memory()[0], 0.7);
}

TEST(SuccessHistory, of_jso_keeps_the_bounds_of_its_phases) {
  const auto jso = make(Algorithm::jso);
  struct Phase {
    double progress, least_crossover, most_mutation, weight;
  };
  for (const auto& [progress, least_crossover, most_mutation, weight] :
       {Phase{0.1, 0.7, 0.7, 0.7}, Phase{0.22, 0.7, 0.7, 0.8}, Phase{0.3, 0.6, 0.7, 0.8},
        Phase{0.45, 0.6, 0.7, 1.2}, Phase{0.55, 0, 0.7, 1.2}, Phase{0.9, 0, 1, 1.2}}) {
    jso->begin(1, progress);
    double least = 1, most = 0;
    for (const auto& control : draws(*jso, 2000)) {
      least = std::min(least, control.crossover);
      most = std::max(most, control.mutation);
      EXPECT_DOUBLE_EQ(control.pull, weight * control.mutation);
      EXPECT_GT(control.mutation, 0);
      EXPECT_LE(control.crossover, 1);
    }
    EXPECT_GE(least, least_crossover) << progress;
    EXPECT_EQ(most, most_mutation) << progress;
  }
}

// The last of the five entries is read as 0.9: so a fifth of F lies around 0.9, not 0.3.
TEST(SuccessHistory, of_jso_has_a_fixed_last_entry) {
  const auto jso = make(Algorithm::jso);
  jso->begin(1, 0.9);
  int around_fixed = 0;
  for (const auto& control : draws(*jso, 10000)) around_fixed += control.mutation > 0.6 ? 1 : 0;
  // Of the entry 0.9 a share of ½ + atan(3)/π = 0.898 lies above 0.6, of those at 0.3 a share of 0.102/0.898.
  EXPECT_NEAR(around_fixed, 10000 * (0.2 * 0.898 + 0.8 * 0.114), 250);
}

TEST(SuccessHistory, survives_saving) {
  const auto jso = make(Algorithm::jso);
  for (int i = 0; i < 7; ++i) jso->learn(std::vector<Success>{{0.1 * i + 0.1, 0.5, 1}});
  base::Buffer bytes;
  base::Encoder out(bytes);
  jso->save(out);
  const auto same = make(Algorithm::jso);
  base::Decoder in(bytes);
  ASSERT_TRUE(same->load(in));
  for (const auto& adaptation : {&jso, &same}) (*adaptation)->learn(std::vector<Success>{{0.9, 0.1, 1}});
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(same->mutation_memory()[i], jso->mutation_memory()[i]);
  base::Decoder cut(std::span<const std::byte>(bytes).first(bytes.size() - 1));
  EXPECT_FALSE(make(Algorithm::jso)->load(cut));
}

}  // namespace
}  // namespace winnow::evolve
