#include "evolve/generation_optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

class EveryAlgorithm : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Algorithms, EveryAlgorithm, testing::ValuesIn(every_algorithm()),
                         [](const auto& param) { return param.param; });

/// Runs a search with questions of random size, telling in random order in random slices.
History shuffled_run(const Space& space, const Options& options, std::uint64_t seed) {
  const auto optimizer = search(space, options);
  base::RandomSequence random(seed, 0);
  History history;
  std::vector<Told> open;
  while (true) {
    Candidates candidates;
    optimizer->ask(1 + random.below(9), candidates);
    history.add(candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      open.push_back({candidates.ids[i], rough(candidates.values_of(i))});
    }
    if (open.empty()) return history;
    std::ranges::shuffle(open, random);
    const auto count = 1 + random.below(open.size());
    optimizer->tell(std::span(open).first(count));
    open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(count));
  }
}

TEST_P(EveryAlgorithm, has_one_history_however_it_is_asked_and_told) {
  const auto space = mixed_space();
  auto options = options_of(GetParam(), 1200);
  options.epsilon.on = true;
  const auto expected = shuffled_run(space, options, 1);
  EXPECT_EQ(expected.ids.size(), 1200u);
  for (std::size_t i = 0; i < expected.ids.size(); ++i) EXPECT_EQ(expected.ids[i], i);
  for (std::uint64_t seed = 2; seed < 7; ++seed) EXPECT_EQ(shuffled_run(space, options, seed), expected);
}

TEST_P(EveryAlgorithm, gives_nothing_while_a_generation_is_waited_for) {
  const auto optimizer = search(box(3), options_of(GetParam(), 2000));
  Candidates candidates;
  const auto size = optimizer->ask(10000, candidates);
  EXPECT_EQ(size, own_population(*find_algorithm(GetParam()), 3));
  EXPECT_EQ(optimizer->ask(1, candidates), 0u);
  for (std::size_t i = 0; i + 1 < size; ++i) {
    optimizer->tell(std::vector<Told>{{candidates.ids[i], sphere(candidates.values_of(i))}});
  }
  EXPECT_EQ(optimizer->ask(1, candidates), 0u);
  optimizer->tell(std::vector<Told>{{candidates.ids[size - 1], sphere(candidates.values_of(size - 1))}});
  EXPECT_EQ(optimizer->ask(1, candidates), 1u);
  EXPECT_EQ(candidates.generations.back(), 1u);
}

TEST(GenerationOptimizer, shrinks_the_population_of_lshade_to_four) {
  const auto optimizer = search(box(3), options_of("lshade", 5000));
  evolve::advance(*optimizer, sphere);
  const auto records = optimizer->take_generations();
  EXPECT_EQ(records.front().population, 54u);
  EXPECT_EQ(records.back().population, 4u);
  EXPECT_TRUE(std::ranges::is_sorted(records, std::ranges::greater{}, &GenerationRecord::population));
}

TEST(GenerationOptimizer, never_loses_its_best_individual) {
  for (const auto& algorithm : every_algorithm()) {
    const auto optimizer = search(box(4), options_of(algorithm, 4000));
    evolve::advance(*optimizer, sphere);
    double best = INFINITY;
    for (const auto& record : optimizer->take_generations()) {
      EXPECT_LE(record.best.objective, best) << algorithm;
      best = record.best.objective;
    }
    EXPECT_EQ(best, optimizer->best()->outcome.objective) << algorithm;
  }
}

TEST(GenerationOptimizer, converges_by_the_rule_of_scipy) {
  auto options = options_of("de", 100000);
  options.budget.relative_tolerance = 0.01;
  const auto optimizer = search(box(3), options);
  evolve::advance(*optimizer, [](std::span<const double> x) { return Outcome{sphere(x).objective + 1, 0}; });
  EXPECT_EQ(optimizer->end(), End::tolerance);
  const auto last = optimizer->take_generations().back();
  EXPECT_LE(last.spread, 0.01 * last.mean);
}

TEST(GenerationOptimizer, lets_the_epsilon_level_guide_through_infeasible_ground) {
  // Feasible is a thin shell alone: |Σx² − 4| ≤ 0.001.
  const auto shell = [](std::span<const double> x) {
    double sum = 0;
    for (const double coordinate : x) sum += coordinate;
    return Outcome{sum, std::max(0.0, std::abs(sphere(x).objective - 4) - 0.001)};
  };
  auto options = options_of("lshade", 20000);
  options.epsilon.on = true;
  const auto optimizer = search(box(4), options);
  evolve::advance(*optimizer, shell);
  EXPECT_EQ(optimizer->best()->outcome.violation, 0);
  EXPECT_NEAR(optimizer->best()->outcome.objective, -4, 0.01);  // at −(1, 1, 1, 1)
}

}  // namespace
}  // namespace winnow::evolve
