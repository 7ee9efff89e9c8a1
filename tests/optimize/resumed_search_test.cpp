// Searches that go on from their journals, and are replayed from them.

#include <gmock/gmock.h>

#include <stdexcept>

#include "optimize/bench.hpp"
#include "winnow/optimize/optimization.hpp"

namespace winnow::optimize {
namespace {

using testing::IsEmpty;

TEST(ResumedSearch, goes_on_from_wherever_its_journal_ends) {
  const auto problems = recorded_sphere();
  MemoryJournal whole;
  Bench undisturbed(problems, whole);
  ASSERT_TRUE(undisturbed.run());
  const auto expected = answer_of(undisturbed.job());
  for (std::size_t cut = 0; cut < whole.records.size(); cut += 17) {
    MemoryJournal journal;
    journal.records.assign(whole.records.begin(), whole.records.begin() + static_cast<std::ptrdiff_t>(cut));
    Bench again(problems, journal, 5);
    const auto known = again.job().take_up();
    EXPECT_TRUE(again.run(cut, 4));
    EXPECT_EQ(answer_of(again.job()), expected) << "cut behind record " << cut;
    EXPECT_LE(again.tasks, 600U - known) << "what is known is not evaluated again";
  }
}

TEST(ResumedSearch, goes_on_again_and_again) {
  const auto problems = recorded_sphere();
  const auto expected = answer_with(problems, 1, 2, 7);
  MemoryJournal journal;
  for (std::uint64_t run = 0;; ++run) {
    ASSERT_LT(run, 100U);
    Bench bench(problems, journal, 1 + run % 4);
    bench.job().take_up();
    if (!bench.run(run, 6, 40)) continue;
    EXPECT_EQ(answer_of(bench.job()), expected);
    EXPECT_GT(run, 3U);
    return;
  }
}

TEST(ResumedSearch, has_ended_still_where_too_many_have_failed_unless_more_may_fail) {
  const auto fails = [](std::span<const double> x) -> std::vector<double> {
    if (x[0] > 2) throw std::runtime_error("too far");
    return {-x[0]};
  };
  for (const bool is_foreign : {true, false}) {
    std::vector<Problem> problems{problem_of(std::make_shared<TestObjective>(fails, is_foreign), 2000)};
    problems[0].max_crash_rate = 0.4;
    MemoryJournal journal;
    Bench first(problems, journal);
    ASSERT_TRUE(first.run());
    first.job().checkpoint();
    const auto ended = first.job().status().front();
    ASSERT_EQ(ended.end, SearchEnd::crashes);
    Bench again(problems, journal);
    again.job().take_up();
    EXPECT_TRUE(again.run());
    EXPECT_EQ(again.tasks, 0U);
    EXPECT_EQ(again.job().status().front().end, SearchEnd::crashes);
    EXPECT_EQ(answer_of(again.job()), answer_of(first.job()));
    Bench replayed(problems, journal);
    EXPECT_EQ(replayed.job().replay(), ended.evaluations);
    EXPECT_TRUE(replayed.run());
    EXPECT_EQ(replayed.job().status().front().end, SearchEnd::crashes);
    problems[0].max_crash_rate = 0.9;
    Bench on(problems, journal);
    on.job().take_up();
    EXPECT_TRUE(on.run());
    EXPECT_EQ(on.job().status().front().end, SearchEnd::evaluations);
  }
}

TEST(ResumedSearch, goes_on_with_a_larger_budget) {
  auto problems = recorded_sphere();
  MemoryJournal journal;
  Bench first(problems, journal);
  ASSERT_TRUE(first.run());
  first.job().checkpoint();
  problems[0].options.budget.evaluations = 1000;
  Bench second(problems, journal);
  EXPECT_EQ(second.job().take_up(), 600U);
  EXPECT_TRUE(second.run());
  EXPECT_EQ(second.job().status().front().evaluations, 1000U);
}

TEST(ResumedSearch, replays_a_search_too_cheap_for_its_journal_from_its_states) {
  std::vector<Problem> problems{sphere_problem(false)};
  problems[0].polish = evolve::PolishMethod::bobyqa;
  MemoryJournal journal;
  Bench bench(problems, journal, 1);
  ASSERT_TRUE(bench.run());
  const auto answer = answer_of(bench.job());  // which writes no state, as it is polished
  const auto status = bench.job().status().front();
  ASSERT_LT(journal.records.size(), status.evaluations) << "most evaluations are in no record";
  Bench replayed(problems, journal);
  EXPECT_EQ(replayed.job().replay(), status.evaluations);
  EXPECT_TRUE(replayed.run());
  EXPECT_EQ(replayed.tasks, 0U);
  EXPECT_EQ(replayed.job().status().front().best, status.best);
  EXPECT_EQ(replayed.job().status().front().end, status.end);
  EXPECT_EQ(answer_of(replayed.job()).size(), answer.size());
}

/// With so many islands.
class SteadySearch : public testing::TestWithParam<std::size_t> {};

TEST_P(SteadySearch, goes_on_from_wherever_its_journal_ends_and_is_replayed) {
  auto problems = recorded_sphere();
  problems[0].options.update = evolve::Update::steady;
  problems[0].options.in_flight = 4;
  problems[0].options.islands = {.count = GetParam(), .every = 2};
  MemoryJournal whole;
  Bench undisturbed(problems, whole);
  ASSERT_TRUE(undisturbed.run(1, 4));
  for (std::size_t cut = 0; cut < whole.records.size(); cut += 31) {
    MemoryJournal journal;
    journal.records.assign(whole.records.begin(), whole.records.begin() + static_cast<std::ptrdiff_t>(cut));
    Bench again(problems, journal);
    const auto known = again.job().take_up();
    EXPECT_TRUE(again.run(1, 4));
    EXPECT_EQ(again.job().status().front().evaluations, 600U);
    EXPECT_LE(again.tasks, 600U - known);
  }
  Bench replayed(problems, whole);
  EXPECT_EQ(replayed.job().replay(), 600U);
  EXPECT_TRUE(replayed.run());
  EXPECT_EQ(replayed.tasks, 0U);
  EXPECT_EQ(answer_of(replayed.job()), answer_of(undisturbed.job())) << "the journal is the search";
}

INSTANTIATE_TEST_SUITE_P(ResumedSearch, SteadySearch, testing::Values(1, 3));

TEST(ResumedSearch, replays_a_steady_search_in_which_candidates_waited_for_their_twins) {
  auto problems = coarse(recorded_sphere());
  problems[0].options.update = evolve::Update::steady;
  problems[0].options.in_flight = 8;
  MemoryJournal journal;
  Bench bench(problems, journal, 4);
  ASSERT_TRUE(bench.run(1, 8));
  ASSERT_LT(bench.tasks, 300U) << "many are known";
  Bench replayed(problems, journal);
  EXPECT_EQ(replayed.job().replay(), 600U);
  EXPECT_EQ(replayed.job().unplaced(), 0U);
  EXPECT_TRUE(replayed.run());
  EXPECT_EQ(answer_of(replayed.job()), answer_of(bench.job()));
}

TEST(ResumedSearch, tells_of_evaluations_that_belong_to_another_search) {
  auto problems = recorded_sphere();
  problems[0].options.update = evolve::Update::steady;
  problems[0].options.in_flight = 4;
  MemoryJournal journal;
  Bench bench(problems, journal);
  ASSERT_TRUE(bench.run(1, 4));
  problems[0].options.seed = 2;
  Bench replayed(problems, journal);
  EXPECT_EQ(replayed.job().replay(), 0U);
  EXPECT_EQ(replayed.job().unplaced(), 600U);
}

class ExtendedBudget : public testing::TestWithParam<KindOfSearch> {};

TEST_P(ExtendedBudget, is_replayed_as_it_was_gone_on_with) {
  auto problems = recorded_sphere();
  auto& options = problems[0].options;
  options.algorithm = GetParam().first;
  options.update = GetParam().second;
  options.in_flight = 4;
  options.budget.evaluations = 333;  // in the midst of a generation
  MemoryJournal journal;
  Bench first(problems, journal);
  ASSERT_TRUE(first.run(1, 4));
  first.job().checkpoint();
  options.budget.evaluations = 600;
  Bench second(problems, journal);
  EXPECT_EQ(second.job().take_up(), 333U);
  ASSERT_TRUE(second.run(2, 4));
  const auto extended = answer_of(second.job());
  Bench replayed(problems, journal);
  EXPECT_EQ(replayed.job().replay(), 600U);
  EXPECT_TRUE(replayed.run());
  EXPECT_EQ(replayed.tasks, 0U);
  EXPECT_EQ(answer_of(replayed.job()), extended);
}

INSTANTIATE_TEST_SUITE_P(ResumedSearch, ExtendedBudget, testing::ValuesIn(kinds_of_search));

}  // namespace
}  // namespace winnow::optimize
