#include "evolve/recombination.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

/// A population in which individual i has all coordinates 10^i: from a mutant without crossover one reads who
/// made it.
struct Bench {
  explicit Bench(std::size_t size, std::size_t dimension = 3)
      : space(box(dimension, -1e12, 1e12)), population(dimension), archive(dimension, 10) {
    population.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      std::fill_n(population.row(i), dimension, std::pow(10, static_cast<double>(i)));
    }
  }

  std::vector<double> trial(const Recipe& recipe, std::uint32_t individual, std::size_t target,
                            const Control& control) {
    const Recombination recombination(space, recipe);
    const StreamKey key{5, Purpose::trial, 1};
    WordRows words;
    words.make(key, individual, 1, recombination.blocks());
    auto stream = recombination.stream(key, individual, words.row(0));
    std::vector<double> result(space.dimension());
    recombination.make({population, elite, donors, archive, progress}, target, control, stream,
                       result.data());
    return result;
  }

  Space space;
  Population population;
  Archive archive;
  std::vector<std::uint32_t> elite{0};
  std::vector<std::uint32_t> donors;
  double progress = 0;
};

constexpr Control all_of_it{1, 1, 1};  // F = 1 and CR = 1: the trial is the mutant, a sum of powers of ten

/// The decimal digits of a mutant that is a sum of powers of ten: how often each individual is in it.
std::map<int, int> makers(double mutant) {
  std::map<int, int> counts;
  for (int i = 8; i >= 0; --i) {
    const double power = std::pow(10, i);
    const double count = std::round(mutant / power);
    if (count != 0) counts[i] = static_cast<int>(count);
    mutant -= count * power;
  }
  return counts;
}

TEST(Recombination, makes_each_strategy_of_the_individuals_of_its_formula) {
  struct Expected {
    const char* strategy;
    int best, parent, others;  // the sum of the factors of the best, the parent, and the number of others
  };
  // SciPy's formulas with F = 1; the best is individual 0, the parent individual 3.
  for (const auto& [strategy, best, parent, others] :
       {Expected{"best1bin", 1, 0, 2}, Expected{"rand1bin", 0, 0, 3}, Expected{"randtobest1bin", 1, 0, 2},
        Expected{"currenttobest1bin", 1, 0, 2}, Expected{"best2bin", 1, 0, 4},
        Expected{"rand2bin", 0, 0, 5}}) {
    Options options;
    options.algorithm = Algorithm::de;
    options.strategy = *find_strategy(strategy);
    Bench bench(9);
    for (std::uint32_t individual = 0; individual < 200; ++individual) {
      const auto trial = bench.trial(recipe_of(options), individual, 3, all_of_it);
      auto counts = makers(trial[0]);
      EXPECT_EQ(
          std::accumulate(counts.begin(), counts.end(), 0, [](int sum, auto c) { return sum + c.second; }), 1)
          << strategy << ": a mutant is an affine combination";
      EXPECT_EQ(counts[3], parent) << strategy;
      counts.erase(3);
      int drawn = 0;
      for (const auto& [index, count] : counts) drawn += index != 0 ? std::abs(count) : 0;
      // The best may be drawn as one of the others, too.
      EXPECT_GE(drawn, others - 1) << strategy << " " << trial[0];
      EXPECT_LE(drawn, others) << strategy << " " << trial[0];
      if (drawn == others) {
        EXPECT_EQ(counts[0], best) << strategy;
      }
    }
  }
}

TEST(Recombination, draws_donors_evenly_and_none_twice) {
  Options options;
  options.algorithm = Algorithm::jde;  // rand1
  Bench bench(5);
  std::map<double, int> mutants;
  for (std::uint32_t i = 0; i < 24000; ++i) ++mutants[bench.trial(recipe_of(options), i, 2, all_of_it)[0]];
  EXPECT_EQ(mutants.size(), 4u * 3 * 2 / 2);  // with F = 1 the first two may be exchanged
  for (const auto& [mutant, count] : mutants) EXPECT_NEAR(count, 2000, 5 * std::sqrt(2000.0)) << mutant;
}

TEST(Recombination, draws_from_the_breeders_alone_where_these_are_named) {
  Options options;
  options.algorithm = Algorithm::jde;
  Bench bench(8);
  bench.donors = {6, 2, 4, 1};
  std::map<double, int> mutants;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double mutant = bench.trial(recipe_of(options), i, 2, all_of_it)[0];
    ++mutants[mutant];
    for (const auto& [index, count] : makers(mutant)) EXPECT_TRUE(index == 1 || index == 4 || index == 6);
  }
  EXPECT_EQ(mutants.size(), 3u);
}

TEST(Recombination, takes_the_second_donor_of_pbest_from_the_archive_too) {
  Options options;
  options.algorithm = Algorithm::lshade;
  Bench bench(4);
  const std::vector<double> archived(3, 1e7);
  for (std::size_t seat = 0; seat < 4; ++seat) bench.archive.insert(archived.data(), seat);
  int from_archive = 0;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const double mutant = bench.trial(recipe_of(options), i, 3, {1, 0, 1})[0];
    from_archive += mutant < -5e6 ? 1 : 0;
  }
  EXPECT_NEAR(from_archive, 4000, 5 * std::sqrt(6000.0 * 2 / 9));  // four of the six left
}

TEST(Recombination, of_jso_never_draws_to_the_parent_in_the_first_half) {
  Options options;
  options.algorithm = Algorithm::jso;
  Bench bench(4);
  bench.elite = {3, 1};
  const Control pull_alone{0, 1, 1};
  for (const double progress : {0.49, 0.51}) {
    bench.progress = progress;
    int to_parent = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
      to_parent += bench.trial(recipe_of(options), i, 3, pull_alone)[0] == 1000 ? 1 : 0;
    }
    EXPECT_NEAR(to_parent, progress < 0.5 ? 0 : 500, progress < 0.5 ? 0 : 80);
  }
}

TEST(Recombination, crosses_each_coordinate_with_the_probability_and_one_in_any_case) {
  Options options;
  options.algorithm = Algorithm::de;
  Bench bench(6, 20);
  for (const double crossover : {0.0, 0.3, 1.0}) {
    double crossed = 0;
    for (std::uint32_t i = 0; i < 2000; ++i) {
      const auto trial = bench.trial(recipe_of(options), i, 3, {1, 1, crossover});
      const auto count = 20 - std::ranges::count(trial, 1000.0);
      EXPECT_GE(count, 1);
      crossed += static_cast<double>(count);
    }
    EXPECT_NEAR(crossed / 2000, 1 + 19 * crossover, 0.3);
  }
}

TEST(Recombination, crosses_exponentially_one_run_of_neighbours) {
  Options options;
  options.algorithm = Algorithm::de;
  options.strategy = Strategy::best1exp;
  Bench bench(6, 12);
  double crossed = 0;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    const auto trial = bench.trial(recipe_of(options), i, 3, {1, 1, 0.5});
    int borders = 0;
    for (std::size_t j = 0; j < 12; ++j) {
      const bool is_parent = trial[j] == 1000;
      borders += is_parent != (trial[(j + 1) % 12] == 1000) ? 1 : 0;
      crossed += is_parent ? 0 : 1;
    }
    EXPECT_LE(borders, 2);
  }
  EXPECT_NEAR(crossed / 4000, 2, 0.1);  // 1 + ½ + ¼ + …
}

TEST(Recombination, repairs_half_way_to_the_bound_or_anywhere_within) {
  Options options;
  options.algorithm = Algorithm::lshade;
  Bench bench(4, 2);
  bench.space = box(2, 0, 1);
  for (std::size_t i = 0; i < 4; ++i) std::fill_n(bench.population.row(i), 2, 0.2 * static_cast<double>(i));
  bool below = false, above = false;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const auto trial = bench.trial(recipe_of(options), i, 1, {100, 0, 1});
    below = below || trial[0] == 0.1;
    above = above || trial[0] == 0.6;
    EXPECT_TRUE(trial[0] == 0.1 || trial[0] == 0.6) << trial[0];
  }
  EXPECT_TRUE(below && above);
  options.algorithm = Algorithm::de;
  double least = 1, most = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const double x = bench.trial(recipe_of(options), i, 1, {100, 0, 1})[0];
    least = std::min(least, x);
    most = std::max(most, x);
  }
  EXPECT_GE(least, 0);
  EXPECT_LE(most, 1);
  EXPECT_LT(least, 0.1);
  EXPECT_GT(most, 0.9);
}

TEST(Recombination, repairs_what_overflowed) {
  Options options;
  options.algorithm = Algorithm::jso;
  Bench bench(4, 2);
  bench.space = box(2, -8e307, 8e307);
  for (std::size_t i = 0; i < 4; ++i) std::fill_n(bench.population.row(i), 2, i % 2 == 0 ? 8e307 : -8e307);
  for (std::uint32_t i = 0; i < 300; ++i) {
    for (const double x : bench.trial(recipe_of(options), i, 1, {1, 1.2, 1})) EXPECT_LE(std::abs(x), 8e307);
  }
}

}  // namespace
}  // namespace winnow::evolve
