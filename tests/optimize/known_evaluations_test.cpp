// What is known of candidates need not be evaluated.

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <stdexcept>

#include "optimize/bench.hpp"
#include "optimize/search_record.hpp"
#include "winnow/optimize/optimization.hpp"

namespace winnow::optimize {
namespace {

/// In memory, with a count of what it was asked for and gave.
class MemoryStore final : public EvaluationStore {
 public:
  std::optional<Evaluation> find(std::string_view objective, std::span<const double> values) override {
    const auto found = known.find({std::string(objective), {values.begin(), values.end()}});
    if (found == known.end()) return std::nullopt;
    ++hits;
    return found->second;
  }
  void put(std::string_view objective, std::span<const double> values,
           const Evaluation& evaluation) override {
    known[{std::string(objective), {values.begin(), values.end()}}] = evaluation;
  }

  std::map<std::pair<std::string, std::vector<double>>, Evaluation> known;
  std::uint64_t hits = 0;
};

TEST(KnownEvaluations, finds_again_what_another_run_has_evaluated_of_the_same_objective) {
  auto problems = recorded_sphere();
  problems[0].identity = "sphere";
  MemoryStore store;
  MemoryJournal first_journal;
  Bench first(problems, first_journal, 2, {1e-4}, {&store});
  EXPECT_TRUE(first.run());
  const auto own = store.hits;  // values may come again within a run, too
  EXPECT_LT(own, 10U);
  MemoryJournal second_journal;
  Bench second(problems, second_journal, 2, {1e-4}, {&store});
  EXPECT_TRUE(second.run());
  EXPECT_EQ(store.hits, own + 600);
  EXPECT_EQ(second.tasks, 0U);
  EXPECT_EQ(answer_of(second.job()), answer_of(first.job()));
  problems[0].identity = "another";
  MemoryJournal third_journal;
  Bench third(problems, third_journal, 2, {1e-4}, {&store});
  EXPECT_TRUE(third.run());
  EXPECT_EQ(store.hits, own + 600 + own) << "nothing of the other is found";
}

TEST(KnownEvaluations, tells_what_comes_again_in_a_run_from_what_another_has_evaluated) {
  auto problems = recorded_sphere();
  problems[0].space = evolve::Space::make(problems[0].space.parameters(), 1).value();
  MemoryStore store;
  base::SoloTeam alone;
  MemoryJournal first_journal;
  Bench first(problems, first_journal, 2, {1e-4}, {&store});
  EXPECT_TRUE(first.run());
  const auto own = first.job().finish(alone).problems[0].cache.value();
  EXPECT_GT(own.hits, 10U);
  EXPECT_EQ(own.own_hits, own.hits);
  MemoryJournal second_journal;
  Bench second(problems, second_journal, 2, {1e-4}, {&store});
  EXPECT_TRUE(second.run());
  const auto others = second.job().finish(alone).problems[0].cache.value();
  EXPECT_EQ(others.hits, 600U);
  EXPECT_EQ(others.own_hits, 0U);
}

TEST(KnownEvaluations, evaluates_equal_values_of_a_coarse_grid_once) {
  std::set<std::vector<double>> seen;
  std::size_t repeated = 0;
  const auto objective = std::make_shared<TestObjective>([&](std::span<const double> x) {
    if (!seen.insert({x.begin(), x.end()}).second) ++repeated;
    return std::vector<double>{sphere(x)};
  });
  auto problems = coarse({problem_of(objective)});
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run(1, 30));
  EXPECT_EQ(repeated, 0U);
  EXPECT_LE(seen.size(), 121U);
  EXPECT_EQ(bench.job().status().front().evaluations, 600U) << "all count";
  problems[0].is_noisy = true;
  MemoryJournal other_journal;
  Bench noisy(problems, other_journal);
  EXPECT_TRUE(noisy.run());
  EXPECT_GT(repeated, 100U) << "the same values may give another outcome there";
}

TEST(KnownEvaluations, evaluates_equal_values_once_where_one_parameter_is_discrete) {
  std::set<std::vector<double>> seen;
  std::size_t repeated = 0;
  auto problems = coarse({problem_of(std::make_shared<TestObjective>([&](std::span<const double> x) {
    if (!seen.insert({x.begin(), x.end()}).second) ++repeated;
    return std::vector<double>{sphere(x)};
  }))});
  auto parameters = problems[0].space.parameters();
  parameters[1].type = evolve::ParameterType::real;
  problems[0].space = evolve::Space::make(parameters).value();
  problems[0].options.recombination = 0.1;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run(1, 30));
  EXPECT_EQ(repeated, 0U);
  EXPECT_LT(seen.size(), 550U) << "some would have been";
}

TEST(KnownEvaluations, tries_a_point_of_a_grid_that_failed_for_good_no_more) {
  std::map<std::vector<double>, int> tries;
  auto problems = coarse({problem_of(std::make_shared<TestObjective>([&](std::span<const double> x) {
    ++tries[{x.begin(), x.end()}];
    if (x[0] > 0 && x[1] > 0) throw std::runtime_error("diverged");
    return std::vector<double>{sphere(x)};
  }))});
  problems[0].retries.fill(2);
  MemoryJournal journal;
  Bench bench(problems, journal);
  ASSERT_TRUE(bench.run());
  const auto failures = bench.job().status().front().failures;
  std::size_t failing = 0;
  for (const auto& [values, times] : tries) {
    const bool fails = values[0] > 0 && values[1] > 0;
    failing += fails ? 1 : 0;
    EXPECT_EQ(times, fails ? 3 : 1);
  }
  EXPECT_GT(failing, 0U);
  EXPECT_GT(failures, failing) << "each is an outcome, as often as it is asked for";
}

class SearchMode : public testing::TestWithParam<evolve::Update> {};

TEST_P(SearchMode, evaluates_nothing_again_when_it_goes_on_on_a_coarse_grid) {
  auto problems = coarse(recorded_sphere());
  problems[0].options.update = GetParam();
  problems[0].options.in_flight = 4;
  MemoryJournal whole;
  Bench undisturbed(problems, whole);
  ASSERT_TRUE(undisturbed.run(1, 4));
  for (std::size_t cut = 0; cut < whole.records.size(); cut += 37) {
    MemoryJournal journal;
    journal.records.assign(whole.records.begin(), whole.records.begin() + static_cast<std::ptrdiff_t>(cut));
    std::set<std::vector<double>> seen;
    for (const auto& record : journal.records) {
      const auto decoded = decode_search_record(record);
      if (const auto* one = std::get_if<EvaluatedRecord>(&decoded)) seen.insert(one->values);
    }
    const auto repeats = std::make_shared<TestObjective>([&](std::span<const double> x) {
      EXPECT_TRUE(seen.insert({x.begin(), x.end()}).second) << "after " << cut << " records";
      return std::vector<double>{sphere(x)};
    });
    auto gone_on_with = problems;
    gone_on_with[0].objective = repeats;
    Bench again(gone_on_with, journal);
    again.job().take_up();
    EXPECT_TRUE(again.run(1, 4));
  }
}

INSTANTIATE_TEST_SUITE_P(KnownEvaluations, SearchMode,
                         testing::Values(evolve::Update::generation, evolve::Update::steady));

/// Whether the evaluations are in the result.
bool is_recorded(Optimization& job) {
  const auto answer = answer_of(job);
  return std::ranges::any_of(answer, [](const auto& table) { return table.first == "optimize/evaluations"; });
}

TEST(KnownEvaluations, keeps_slow_evaluations_however_they_were_come_by) {
  base::ManualClock* clock = nullptr;
  const auto slow = std::make_shared<TestObjective>([&](std::span<const double> x) {
    clock->advance(base::Seconds{0.02});
    return std::vector<double>{sphere(x)};
  });
  std::vector<Problem> problems{problem_of(slow)};
  problems[0].identity = "sphere";
  MemoryStore store;
  MemoryJournal journal;
  Bench first(problems, journal, 2, {1e-4}, {&store});
  clock = &first.clock();
  EXPECT_FALSE(first.run(1, 4, 19)) << "in the midst of its first generation";
  MemoryJournal torn = journal;
  Bench second(problems, torn);
  clock = &second.clock();
  second.job().take_up();
  EXPECT_TRUE(second.run());
  EXPECT_TRUE(is_recorded(second.job()));
  Bench replayed(problems, torn);
  replayed.job().replay();
  EXPECT_TRUE(replayed.run());
  EXPECT_TRUE(is_recorded(replayed.job()));
  MemoryJournal new_journal;
  Bench cached(problems, new_journal, 2, {1e-4}, {&store});
  clock = &cached.clock();
  EXPECT_TRUE(cached.run());
  EXPECT_TRUE(is_recorded(cached.job())) << "the first came from the cache";
}

}  // namespace
}  // namespace winnow::optimize
