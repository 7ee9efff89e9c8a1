#include "evolve/steady_optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "evolve/searches.hpp"
#include "winnow/evolve/functions.hpp"

namespace winnow::evolve {
namespace {

Options steady(const std::string& algorithm, std::uint64_t evaluations, std::size_t in_flight) {
  auto options = options_of(algorithm, evaluations);
  options.update = Update::steady;
  options.in_flight = in_flight;
  return options;
}

/// Workers in virtual time: each has one evaluation at once, which takes what `duration` says of its values.
template <class Duration>
History simulate(Optimizer& optimizer, std::size_t workers, const Evaluate& evaluate, Duration duration) {
  struct Running {
    std::uint64_t id;
    Outcome outcome;
  };
  std::multimap<double, Running> running;
  History history;
  double now = 0;
  while (true) {
    Candidates candidates;
    optimizer.ask(workers - running.size(), candidates);
    history.add(candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto values = candidates.values_of(i);
      running.emplace(now + duration(candidates.ids[i], values),
                      Running{candidates.ids[i], evaluate(values)});
    }
    if (running.empty()) return history;
    now = running.begin()->first;
    const auto [id, outcome] = running.begin()->second;
    running.erase(running.begin());
    optimizer.tell(std::vector<Told>{{id, outcome}});
  }
}

/// Lognormal with a coefficient of variation of 1.
double lognormal(std::uint64_t id) {
  base::RandomSequence random(99, id);
  const double normal =
      std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(6.283185307 * random.uniform());
  return std::exp(std::sqrt(std::log(2.0)) * normal);
}

TEST(SteadyOptimizer, always_has_a_trial_for_a_worker_that_comes_back) {
  const auto optimizer = search(box(3), steady("jso", 3000, 8));
  Candidates candidates;
  ASSERT_EQ(optimizer->ask(8, candidates), 8u);
  std::vector<Told> on_their_way;
  base::RandomSequence random(1, 0);
  for (int i = 0; i < 2900; ++i) {
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      on_their_way.push_back({candidates.ids[c], sphere(candidates.values_of(c))});
    }
    std::ranges::swap(on_their_way[random.below(on_their_way.size())], on_their_way.back());
    optimizer->tell(std::span(on_their_way).last(1));
    on_their_way.pop_back();
    candidates.clear();
    ASSERT_EQ(optimizer->ask(1, candidates), 1u) << i;
  }
}

TEST(SteadyOptimizer, makes_its_history_of_the_order_of_results_alone) {
  const auto space = mixed_space();
  const auto options = steady("jso", 1500, 12);
  const auto original = search(space, options);
  // Records the order of arrival, then replays it with other questions.
  std::vector<Told> arrivals;
  std::map<std::uint64_t, std::vector<double>> asked;
  base::RandomSequence random(5, 0);
  std::vector<Told> open;
  while (true) {
    Candidates candidates;
    original->ask(1 + random.below(12), candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto values = candidates.values_of(i);
      asked[candidates.ids[i]].assign(values.begin(), values.end());
      open.push_back({candidates.ids[i], rough(values)});
    }
    if (open.empty()) break;
    std::ranges::swap(open[random.below(open.size())], open.back());
    original->tell(std::span(open).last(1));
    arrivals.push_back(open.back());
    open.pop_back();
  }
  const auto replay = search(space, options);
  std::map<std::uint64_t, std::vector<double>> asked_again;
  for (const auto& arrival : arrivals) {
    Candidates candidates;
    replay->ask(1000, candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto values = candidates.values_of(i);
      asked_again[candidates.ids[i]].assign(values.begin(), values.end());
    }
    replay->tell(std::span(&arrival, 1));
  }
  EXPECT_EQ(asked_again, asked);
  EXPECT_EQ(replay->best()->id, original->best()->id);
}

TEST(SteadyOptimizer, keeps_more_individuals_than_are_in_flight) {
  const auto optimizer = search(box(3), steady("jso", 20000, 80));  // jso's own would be 48, and 4 in the end
  simulate(*optimizer, 40, sphere, [](auto id, auto) { return lognormal(id); });
  const auto records = optimizer->take_generations();
  EXPECT_GE(records.front().population, 40u) << "the first points come back one by one";
  for (std::size_t i = 10; i < records.size(); ++i) EXPECT_EQ(records[i].population, 84u) << i;
}

TEST(SteadyOptimizer, breeds_as_many_as_the_algorithm_wants_however_many_are_in_flight) {
  const auto optimizer = search(box(3), steady("jde", 5000, 200));
  const auto own = own_population(Algorithm::jde, 3);
  std::set<std::uint32_t> parents;
  Candidates candidates;
  evolve::advance(*optimizer, sphere, 2000);
  optimizer->ask(1000, candidates);
  for (const auto individual : candidates.individuals) parents.insert(individual);
  EXPECT_EQ(candidates.size(), 200u);
  EXPECT_LE(parents.size(), own + own / 2) << "those on their way are of more than one moment";
}

TEST(SteadyOptimizer, shrinks_as_far_as_those_in_flight_allow) {
  const auto optimizer = search(box(3), steady("lshade", 5000, 5));
  simulate(*optimizer, 5, sphere, [](auto id, auto) { return lognormal(id); });
  const auto records = optimizer->take_generations();
  EXPECT_GE(records.front().population, 50u);
  EXPECT_EQ(records.back().population, 9u);
}

TEST(SteadyOptimizer, has_no_more_on_their_way_than_it_was_told) {
  const auto optimizer = search(box(3), steady("jde", 5000, 6));
  evolve::advance(*optimizer, sphere, 1000);
  Candidates candidates;
  EXPECT_EQ(optimizer->ask(1000, candidates), 6u);
}

/// Searches a coarse grid to the end and says of how many trials the values were those of another one on its
/// way.
int clones_sent(const std::string& algorithm) {
  const auto space = *Space::make({{.name = "a", .type = ParameterType::integer, .low = 0, .high = 30},
                                   {.name = "b", .type = ParameterType::integer, .low = 0, .high = 30}});
  const auto optimizer = search(space, steady(algorithm, 800, 10));
  std::map<std::uint64_t, std::vector<double>> on_their_way;
  base::RandomSequence random(3, 0);
  int clones = 0;
  while (true) {
    Candidates candidates;
    optimizer->ask(10, candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const std::vector values(candidates.values_of(i).begin(), candidates.values_of(i).end());
      if (candidates.generations[i] > 1) {  // the first points are drawn, not bred
        for (const auto& [id, other] : on_their_way) clones += values == other;
      }
      on_their_way[candidates.ids[i]] = values;
    }
    if (on_their_way.empty()) return clones;
    auto arriving = on_their_way.begin();
    std::advance(arriving, random.below(on_their_way.size()));
    optimizer->tell(std::vector<Told>{{arriving->first, sphere(arriving->second)}});
    on_their_way.erase(arriving);
  }
}

TEST(SteadyOptimizer, never_sends_a_clone) {
  for (const auto& algorithm : every_algorithm()) EXPECT_EQ(clones_sent(algorithm), 0) << algorithm;
}

TEST(SteadyOptimizer, ends_also_where_the_whole_space_is_tried) {
  const auto space = *Space::make({{.name = "c", .type = ParameterType::choice, .choices = {"a", "b", "c"}}});
  const auto optimizer = search(space, steady("jde", 500, 4));
  EXPECT_EQ(evolve::advance(*optimizer, sphere), 500u);
}

// Two halves of the same quality, of which one takes ten times as long to evaluate: as many individuals end
// there as of a search in which both take the same, but for chance.
TEST(SteadyOptimizer, does_not_crowd_where_evaluations_are_cheap) {
  const auto flat = [](std::span<const double>) { return Outcome{0, 0}; };
  double share = 0;
  constexpr int seeds = 40;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto options = steady("jde", 2000, 16);
    options.seed = seed;
    const auto optimizer = search(box(2, -1, 1), options);
    const auto history =
        simulate(*optimizer, 16, flat, [](auto id, auto x) { return lognormal(id) * (x[0] > 0 ? 10 : 1); });
    int slow = 0;
    for (std::size_t k = history.ids.size() - 500; k < history.ids.size(); ++k)
      slow += history.values[2 * k] > 0;
    share += slow / 500.0 / seeds;
  }
  EXPECT_NEAR(share, 0.5, 0.1);
}

TEST(SteadyOptimizer, is_not_led_astray_by_failures_that_come_first) {
  // Half of the box fails at once, the optimum lies in the other half, which is slow.
  const auto half = [](std::span<const double> x) { return x[0] > 0 ? Outcome{} : sphere(x); };
  const auto optimizer = search(box(3), steady("jso", 6000, 16));
  simulate(*optimizer, 16, half, [](auto id, auto x) { return x[0] > 0 ? 0.001 : lognormal(id); });
  EXPECT_LT(optimizer->best()->outcome.objective, 1e-6);
}

TEST(SteadyOptimizer, takes_in_newcomers_where_more_are_in_flight_after_a_restart) {
  const auto few = search(box(3), steady("lshade", 3000, 2));
  evolve::advance(*few, sphere, 2500);
  const auto many = restored(box(3), steady("lshade", 3000, 30), saved(*few));
  Candidates candidates;
  EXPECT_EQ(many->ask(30, candidates), 30u);
  std::vector<Told> results;
  for (std::size_t i = 0; i < 30; ++i)
    results.push_back({candidates.ids[i], sphere(candidates.values_of(i))});
  many->tell(results);
  EXPECT_GT(evolve::advance(*many, sphere), 0u);
  EXPECT_EQ(many->evaluations(), 3000u);
  EXPECT_GE(many->take_generations().back().population, 30u);
}

/// Mean and standard error of the best of several seeds.
struct Quality {
  double mean, error;
};

template <class Run>
Quality quality_of(int seeds, Run run) {
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const double best = run(static_cast<std::uint64_t>(seed));
    sum += best;
    squares += best * best;
  }
  const double mean = sum / seeds;
  return {mean, std::sqrt((squares / seeds - mean * mean) / (seeds - 1))};
}

TEST(SteadyOptimizer, is_as_good_as_generations_with_many_uneven_workers) {
  const auto function = *make_function("rastrigin", 5, 1);
  const auto evaluate = [&](std::span<const double> x) { return Outcome{function(x), 0}; };
  const auto run = [&](Options options, std::uint64_t seed) {
    options.seed = seed;
    const auto optimizer = search(box(5, -5, 5), options);
    simulate(*optimizer, 64, evaluate, [](auto id, auto) { return lognormal(id); });
    return optimizer->best()->outcome.objective;
  };
  const auto barrier = quality_of(15, [&](auto seed) { return run(options_of("jso", 20000), seed); });
  const auto without = quality_of(15, [&](auto seed) { return run(steady("jso", 20000, 64), seed); });
  EXPECT_LE(without.mean, barrier.mean + 3 * std::hypot(without.error, barrier.error));
}

}  // namespace
}  // namespace winnow::evolve
