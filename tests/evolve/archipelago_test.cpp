#include "evolve/archipelago.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "evolve/searches.hpp"

namespace winnow::evolve {
namespace {

Options islands(const std::string& algorithm, std::size_t count, std::uint64_t every, Update update) {
  auto options = options_of(algorithm, 3001);
  options.islands = {count, every};
  options.update = update;
  options.in_flight = 6;
  return options;
}

History shuffled_run(const Options& options, std::uint64_t seed) {
  const auto optimizer = search(box(3), options);
  base::RandomSequence random(seed, 0);
  History history;
  std::vector<Told> open;
  while (true) {
    Candidates candidates;
    optimizer->ask(1 + random.below(40), candidates);
    history.add(candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      open.push_back({candidates.ids[i], sphere(candidates.values_of(i))});
    }
    if (open.empty()) return history;
    std::ranges::shuffle(open, random);
    const auto count = 1 + random.below(open.size());
    optimizer->tell(std::span(open).first(count));
    open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(count));
  }
}

TEST(Archipelago, has_one_history_however_it_is_asked_and_told) {
  const auto options = islands("lshade", 3, 4, Update::generation);
  const auto expected = shuffled_run(options, 1);
  EXPECT_EQ(expected.ids.size(), 3001u);
  for (std::size_t i = 0; i < expected.ids.size(); ++i) ASSERT_EQ(expected.ids[i], i);
  for (std::uint64_t seed = 2; seed < 5; ++seed) EXPECT_EQ(shuffled_run(options, seed), expected);
}

TEST(Archipelago, shares_the_budget_among_islands_of_their_own_points) {
  for (const auto update : {Update::generation, Update::steady}) {
    const auto optimizer = search(box(3), islands("jso", 4, 5, update));
    std::map<std::uint32_t, int> evaluations;
    std::set<double> first_points;
    while (true) {
      Candidates candidates;
      if (optimizer->ask(1, candidates) == 0) break;
      if (evaluations[candidates.islands[0]]++ == 0) first_points.insert(candidates.values[0]);
      optimizer->tell(std::vector<Told>{{candidates.ids[0], sphere(candidates.values)}});
    }
    EXPECT_EQ(evaluations, (std::map<std::uint32_t, int>{{0, 751}, {1, 750}, {2, 750}, {3, 750}}));
    EXPECT_EQ(first_points.size(), 4u);
    EXPECT_EQ(optimizer->end(), End::evaluations);
  }
}

// Island 0 alone ever sees good outcomes: the others have them by migration, one island further each time.
TEST(Archipelago, sends_the_best_around_the_ring) {
  for (const auto update : {Update::generation, Update::steady}) {
    const auto optimizer = search(box(3), islands("jde", 3, 2, update));
    std::map<std::uint32_t, std::uint64_t> first_good;
    while (true) {
      Candidates candidates;
      if (optimizer->ask(1, candidates) == 0) break;
      const double value = candidates.islands[0] == 0 ? 1 : 1000;
      optimizer->tell(std::vector<Told>{{candidates.ids[0], {value, 0}}});
    }
    for (const auto& record : optimizer->take_generations()) {
      if (record.best.objective == 1) first_good.try_emplace(record.island, record.number);
    }
    ASSERT_EQ(first_good.size(), 3u);
    EXPECT_EQ(first_good[0], 0u);
    if (update == Update::steady) continue;  // an island's generations are no common time there
    EXPECT_EQ(first_good[1], 2u);
    EXPECT_EQ(first_good[2], 4u);
  }
}

TEST(Archipelago, goes_on_to_the_bit_from_a_state_saved_anywhere) {
  for (const auto update : {Update::generation, Update::steady}) {
    const auto options = islands("jso", 3, 3, update);
    const auto run_for = [](Optimizer& optimizer, History& history, int limit) {
      Candidates candidates;
      while (candidates.clear(), limit-- > 0 && optimizer.ask(1, candidates) > 0) {
        history.add(candidates);
        optimizer.tell(std::vector<Told>{{candidates.ids[0], sphere(candidates.values)}});
      }
    };
    const auto whole = search(box(3), options);
    History expected, history;
    run_for(*whole, expected, 5000);
    auto interrupted = search(box(3), options);
    for (int stop = 0; stop < 60; ++stop) {
      run_for(*interrupted, history, 37);
      Candidates on_its_way;
      const auto before = saved(*interrupted);
      interrupted->ask(4, on_its_way);
      interrupted = restored(box(3), options, stop % 2 == 0 ? saved(*interrupted) : before);
    }
    run_for(*interrupted, history, 5000);
    EXPECT_EQ(history, expected);
    EXPECT_EQ(interrupted->best()->id, whole->best()->id);
    EXPECT_EQ(interrupted->best()->island, whole->best()->island);
  }
}

TEST(Archipelago, goes_on_where_the_budget_is_extended) {
  auto options = islands("lshade", 3, 3, Update::generation);
  const auto optimizer = search(box(3), options);
  evolve::advance(*optimizer, sphere);
  options.budget.evaluations = 4000;
  const auto longer = restored(box(3), options, saved(*optimizer));
  EXPECT_EQ(evolve::advance(*longer, sphere), 999u);
}

TEST(Archipelago, deals_the_points_that_are_given) {
  auto options = islands("jde", 2, 3, Update::generation);
  options.init = Init::given;
  options.points = {1, 1, 1, 2, 2, 2, 3, 3, 3};
  options.population = 5;
  const auto optimizer = search(box(3), options);
  Candidates candidates;
  optimizer->ask(10, candidates);
  EXPECT_EQ(std::vector(candidates.islands.begin(), candidates.islands.begin() + 3),
            (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(candidates.values_of(0)[0], 1);
  EXPECT_EQ(candidates.values_of(1)[0], 2);
  EXPECT_EQ(candidates.values_of(2)[0], 3);
}

}  // namespace
}  // namespace winnow::evolve
