// How busy a search keeps many workers whose evaluations take unequal times: the farm's own state machines
// and the search itself, in virtual time.

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <memory>
#include <numbers>
#include <numeric>
#include <string>

#include "optimize/bench.hpp"
#include "winnow/sim/simulation.hpp"

namespace winnow::optimize {
namespace {

constexpr std::size_t nodes = 4;
constexpr std::size_t ranks_per_node = 16;
constexpr std::size_t ranks = nodes * ranks_per_node;

/// Sixty-four imagined ranks with one kernel each.
std::shared_ptr<const farm::Setup> many_ranks(std::uint32_t tasks_per_lease) {
  std::vector<farm::Node> layout(nodes);
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    layout[rank / ranks_per_node].ranks.push_back(static_cast<farm::Rank>(rank));
  }
  farm::FarmOptions options;
  options.batch = tasks_per_lease;
  return std::make_shared<const farm::Setup>(
      farm::Setup{farm::Layout(std::move(layout)), options, {{"optimize", 0}}});
}

/// An objective of which an evaluation moves the clock on by a lognormal time with a coefficient of variation
/// of 1: with s² = ln 2, mean·exp(N(−s²/2, s²)).
std::shared_ptr<const ObjectiveMaker> uneven_sphere(base::ManualClock& clock, base::Seconds mean,
                                                    bool is_foreign) {
  auto random = std::make_shared<base::RandomSequence>(1, 0);
  const auto evaluate = [&clock, mean, random](std::span<const double> x) {
    const double radius = std::sqrt(-2 * std::log1p(-random->uniform()));
    const double deviate = radius * std::cos(2 * std::numbers::pi * random->uniform());
    clock.advance(mean * std::exp(std::sqrt(std::numbers::ln2) * deviate - std::numbers::ln2 / 2));
    return std::vector<double>{sphere(x)};
  };
  return std::make_shared<TestObjective>(evaluate, is_foreign);
}

struct Run {
  double utilisation;  ///< the part of the ranks' time in which they evaluate
  SearchStatus status;
};

/// A search of that many evaluations by 64 ranks, whose mean time is `mean`. Evaluations by foreign programs
/// go out one by one; so where several are to share a lease, they are not foreign.
Run search(evolve::Options options, base::Seconds mean, std::uint32_t tasks_per_lease = 0) {
  base::ManualClock clock;
  std::vector problems{problem_of(uneven_sphere(clock, mean, tasks_per_lease == 0))};
  options.in_flight = 2 * ranks;
  problems.front().options = options;
  MemoryJournal journal;
  std::deque<Optimization> jobs;
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    jobs.emplace_back(problems, Surroundings{.rank = static_cast<farm::Rank>(rank),
                                             .workers = ranks,
                                             .checkpoint = base::Seconds::never(),
                                             .journal = &journal,
                                             .clock = clock});
  }
  const auto kernel = jobs.front().make_kernel();
  sim::World world;
  world.setup = many_ranks(tasks_per_lease);
  world.play = sim::Play{[&](farm::Rank rank) -> farm::Job& { return jobs[static_cast<std::size_t>(rank)]; },
                         [&](const farm::Task& task) {
                           const auto began = clock.now();
                           auto end = base::value_or_throw(kernel->run(task));
                           return sim::Performance{clock.now() - began, std::move(end.answer)};
                         }};
  const auto history = sim::run(world);
  EXPECT_TRUE(history.ended);
  const auto busy = std::accumulate(history.workers.begin(), history.workers.end(), base::Seconds{},
                                    [](base::Seconds sum, const auto& worker) { return sum + worker.busy; });
  return {busy / (history.makespan * static_cast<double>(ranks)), jobs.front().status().front()};
}

/// As many individuals as a steady search with that many workers keeps at the least.
evolve::Options options_with(const std::string& algorithm, evolve::Update update) {
  evolve::Options options;
  options.algorithm = *evolve::find_algorithm(algorithm);
  options.update = update;
  options.population = 4 * ranks;
  options.budget.evaluations = 20'000;
  return options;
}

TEST(Utilisation, is_nearly_whole_without_a_barrier) {
  for (const auto& algorithm : evolve::algorithm_names()) {
    const auto options = options_with(algorithm, evolve::Update::steady);
    const auto [utilisation, status] = search(options, base::Seconds{1});
    EXPECT_GE(utilisation, 0.95) << algorithm;
    RecordProperty("steady_" + algorithm, std::to_string(utilisation));
    EXPECT_EQ(status.evaluations, 20'000U) << algorithm;
    EXPECT_LT(status.best, 1e-9) << algorithm;
  }
}

TEST(Utilisation, is_nearly_whole_also_where_evaluations_are_short) {
  for (const double mean : {1e-2, 1e-3}) {
    const auto options = options_with("jso", evolve::Update::steady);
    EXPECT_GE(search(options, base::Seconds{mean}).utilisation, 0.95) << mean;
  }
}

TEST(Utilisation, is_lower_with_a_barrier_and_lower_still_with_slices) {
  const auto options = options_with("de", evolve::Update::generation);
  const auto queued = search(options, base::Seconds{1}).utilisation;
  const auto sliced = search(options, base::Seconds{1}, 4).utilisation;
  EXPECT_LT(queued, 0.6);
  EXPECT_LT(sliced, queued - 0.05);
  RecordProperty("queued", std::to_string(queued));
  RecordProperty("sliced", std::to_string(sliced));
}

}  // namespace
}  // namespace winnow::optimize
