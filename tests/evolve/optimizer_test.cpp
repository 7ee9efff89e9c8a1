#include "winnow/evolve/optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "evolve/searches.hpp"
#include "winnow/evolve/functions.hpp"

namespace winnow::evolve {
namespace {

/// What holds for every algorithm, in generations and steady.
struct Case {
  std::string algorithm;
  Update update;
};

class EverySearch : public testing::TestWithParam<Case> {
 protected:
  [[nodiscard]] static Options options(std::uint64_t evaluations) {
    auto options = options_of(GetParam().algorithm, evaluations);
    options.update = GetParam().update;
    options.in_flight = 7;
    return options;
  }
};

std::vector<Case> every_case() {
  std::vector<Case> cases;
  for (const auto& algorithm : every_algorithm()) {
    for (const auto update : {Update::generation, Update::steady}) cases.push_back({algorithm, update});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Searches, EverySearch, testing::ValuesIn(every_case()), [](const auto& param) {
  return param.param.algorithm + (param.param.update == Update::steady ? "_steady" : "_generation");
});

TEST_P(EverySearch, finds_the_optimum_of_the_sphere_and_uses_the_budget_to_the_last_evaluation) {
  const auto optimizer = search(box(5), options(20000));
  EXPECT_EQ(evolve::advance(*optimizer, sphere), 20000u);
  EXPECT_EQ(optimizer->evaluations(), 20000u);
  EXPECT_EQ(optimizer->end(), End::evaluations);
  EXPECT_LT(optimizer->best()->outcome.objective, 1e-7);
}

TEST_P(EverySearch, keeps_to_bounds_grids_and_integers_and_never_says_nan) {
  const auto space = mixed_space();
  const auto optimizer = search(space, options(3000));
  const auto check_and_evaluate = [&](std::span<const double> x) {
    for (std::size_t j = 0; j < x.size(); ++j) {
      const auto& parameter = space.parameters()[j];
      EXPECT_GE(x[j], parameter.low);
      EXPECT_LE(x[j], parameter.high);
    }
    EXPECT_EQ(std::trunc(x[2]), x[2]);
    EXPECT_EQ(std::trunc((x[3] - 0.5) / 0.25), (x[3] - 0.5) / 0.25);
    EXPECT_EQ(std::trunc(x[4]), x[4]);
    auto outcome = rough(x);
    if (x[2] > 8) outcome.objective = std::nan("");
    if (x[2] < -1) outcome.violation = std::nan("");
    return outcome;
  };
  evolve::advance(*optimizer, check_and_evaluate);
  for (const auto& record : optimizer->take_generations()) {
    for (const double value : {record.mean, record.spread, record.mutation, record.crossover,
                               record.best.objective, record.best.violation}) {
      EXPECT_FALSE(std::isnan(value));
    }
    for (const double value : record.mutation_memory) EXPECT_TRUE(std::isfinite(value));
    for (const double value : record.crossover_memory) EXPECT_TRUE(std::isfinite(value));
  }
  EXPECT_EQ(optimizer->best()->outcome.violation, 0);
}

TEST_P(EverySearch, survives_failures_of_everything) {
  const auto optimizer = search(box(4), options(2000));
  EXPECT_EQ(evolve::advance(*optimizer, [](auto) { return Outcome{}; }), 2000u);
  EXPECT_EQ(optimizer->best()->outcome, Outcome{});
  EXPECT_EQ(optimizer->best()->id, 0u);
}

TEST_P(EverySearch, goes_on_to_the_bit_from_a_state_saved_anywhere) {
  const auto space = mixed_space();
  const auto whole = search(space, options(900));
  History expected;
  const auto one_by_one = [](Optimizer& optimizer, History& history, std::uint64_t limit) {
    for (std::uint64_t i = 0; i < limit; ++i) {
      Candidates candidates;
      if (optimizer.ask(1, candidates) == 0) return;
      history.add(candidates);
      optimizer.tell(std::vector<Told>{{candidates.ids[0], rough(candidates.values_of(0))}});
    }
  };
  one_by_one(*whole, expected, 900);
  auto interrupted = search(space, options(900));
  History history;
  std::vector<GenerationRecord> records;
  for (int stops = 0; stops < 900; stops += 13) {
    one_by_one(*interrupted, history, 13);
    interrupted = restored(space, options(900), saved(*interrupted));
  }
  one_by_one(*interrupted, history, 900);
  EXPECT_EQ(history, expected);
  EXPECT_EQ(interrupted->best()->id, whole->best()->id);
  EXPECT_EQ(interrupted->end(), End::evaluations);
  EXPECT_EQ(interrupted->take_generations().size(), whole->take_generations().size());
}

TEST_P(EverySearch, never_has_for_its_best_what_stands_in_for_a_failure_wherever_it_goes_on) {
  const auto tempting = [](std::span<const double> x) {
    const auto outcome = rough(x);
    return std::isfinite(outcome.objective) ? outcome : Outcome{-1e9, 0, true};
  };
  auto optimizer = search(box(3), options(400));
  for (int told = 0; told < 400; told += 13) {
    evolve::advance(*optimizer, tempting, 13);
    optimizer = restored(box(3), options(400), saved(*optimizer));
    if (const auto best = optimizer->best()) {
      EXPECT_GE(best->outcome.objective, 0);
    }
  }
}

TEST_P(EverySearch, asks_again_after_a_restart_for_what_was_on_its_way) {
  const auto space = mixed_space();
  const auto first = search(space, options(600));
  evolve::advance(*first, rough, 300);
  Candidates on_their_way;
  first->ask(5, on_their_way);
  ASSERT_EQ(on_their_way.size(), 5u);
  first->tell(std::vector<Told>{{on_their_way.ids[1], rough(on_their_way.values_of(1))}});
  const auto second = restored(space, options(600), saved(*first));
  Candidates again;
  second->ask(4, again);
  ASSERT_EQ(again.size(), 4u);
  for (const std::size_t i : {0, 2, 3, 4}) {
    const auto at = i == 0 ? 0 : i - 1;
    EXPECT_EQ(again.ids[at], on_their_way.ids[i]);
    EXPECT_TRUE(std::ranges::equal(again.values_of(at), on_their_way.values_of(i)));
  }
}

TEST_P(EverySearch, passes_over_results_told_twice_or_never_asked_for) {
  const auto once = search(box(3), options(400));
  const auto twice = search(box(3), options(400));
  History expected, history;
  const auto run_one_by_one = [](Optimizer& optimizer, History& into, bool repeat) {
    Candidates candidates;
    std::vector<Told> before;
    while (candidates.clear(), optimizer.ask(1, candidates) > 0) {
      into.add(candidates);
      const Told told{candidates.ids[0], sphere(candidates.values_of(0))};
      if (repeat) optimizer.tell(before);
      optimizer.tell(std::vector<Told>{told});
      if (repeat) optimizer.tell(std::vector<Told>{told, {told.id + 1000, {-1, 0}}});
      before.push_back(told);
    }
  };
  run_one_by_one(*once, expected, false);
  run_one_by_one(*twice, history, true);
  EXPECT_EQ(history, expected);
  EXPECT_EQ(twice->evaluations(), 400u);
}

TEST_P(EverySearch, ends_at_the_target) {
  auto with_target = options(20000);
  with_target.budget.target = 0.5;
  const auto optimizer = search(box(3), with_target);
  evolve::advance(*optimizer, sphere);
  EXPECT_EQ(optimizer->end(), End::target);
  EXPECT_LE(optimizer->best()->outcome.objective, 0.5);
  EXPECT_LT(optimizer->evaluations(), 20000u);
}

TEST_P(EverySearch, ends_after_the_generations) {
  auto limited = options(1);
  limited.budget.evaluations.reset();
  limited.budget.generations = 6;
  const auto optimizer = search(box(3), limited);
  evolve::advance(*optimizer, sphere, 100000);
  EXPECT_EQ(optimizer->end(), End::generations);
  const auto records = optimizer->take_generations();
  ASSERT_EQ(records.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(records[i].number, i);
  EXPECT_TRUE(optimizer->take_generations().empty());
}

TEST_P(EverySearch, goes_on_where_the_budget_is_extended) {
  const auto optimizer = search(box(3), options(500));
  evolve::advance(*optimizer, sphere);
  ASSERT_TRUE(optimizer->finished());
  const auto longer = restored(box(3), options(800), saved(*optimizer));
  EXPECT_FALSE(longer->finished());
  EXPECT_EQ(evolve::advance(*longer, sphere), 300u);
  EXPECT_EQ(longer->evaluations(), 800u);
}

TEST_P(EverySearch, finds_feasible_ground) {
  const auto optimizer = search(box(4), options(6000));
  // The least sum of squares where Σx ≥ 4 is 4, at (1, 1, 1, 1).
  evolve::advance(*optimizer, [](std::span<const double> x) {
    double sum = 0;
    for (const double coordinate : x) sum += coordinate;
    return Outcome{sphere(x).objective, std::max(0.0, 4 - sum)};
  });
  EXPECT_EQ(optimizer->best()->outcome.violation, 0);
  EXPECT_NEAR(optimizer->best()->outcome.objective, 4, 0.05);
}

TEST_P(EverySearch, tries_the_start_values) {
  const auto space = *Space::make(
      {{.name = "x", .low = 0, .high = 9, .start = 4.5}, {.name = "y", .low = 0, .high = 9, .start = 7}});
  Candidates candidates;
  search(space, options(100))->ask(1, candidates);
  EXPECT_EQ(candidates.values, (std::vector<double>{4.5, 7}));
}

TEST_P(EverySearch, does_not_take_the_state_of_another) {
  const auto optimizer = search(box(3), options(500));
  evolve::advance(*optimizer, sphere, 200);
  const auto bytes = saved(*optimizer);
  auto other = options(500);
  other.seed = 2;
  base::Decoder in(bytes);
  EXPECT_EQ(restore_optimizer(box(3), other, in).error().text(),
            "the saved search is another one (its parameters, algorithm, population or seed differ): restore "
            "it with "
            "what it was started with, or start anew");
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    base::Decoder cut(std::span<const std::byte>(bytes).first(size));
    EXPECT_FALSE(restore_optimizer(box(3), options(500), cut)) << size;
  }
}

// The published orders of ability, coarsely: with 10^4·D evaluations every algorithm solves these; medians of
// 5 seeds.
TEST(Search, solves_what_its_algorithm_is_known_to_solve) {
  for (const auto& algorithm : every_algorithm()) {
    const auto function = *make_function("rosenbrock", 5, 1);
    std::vector<double> bests;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      auto options = options_of(algorithm, 50000);
      options.seed = seed;
      const auto optimizer = search(box(5, -5, 5), options);
      evolve::advance(*optimizer, [&](std::span<const double> x) { return Outcome{function(x), 0}; });
      bests.push_back(optimizer->best()->outcome.objective);
    }
    std::ranges::sort(bests);
    EXPECT_LT(bests[2], 1e-6) << algorithm;
  }
}

}  // namespace
}  // namespace winnow::evolve
