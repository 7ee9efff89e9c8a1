// Searches whose best is polished, and that go on past it.

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "optimize/bench.hpp"
#include "winnow/optimize/optimization.hpp"

namespace winnow::optimize {
namespace {

TEST(PolishedSearch, polishes_the_best_when_all_else_is_done) {
  std::vector<Problem> problems{sphere_problem()};
  MemoryJournal rough_journal;
  Bench rough(problems, rough_journal);
  EXPECT_TRUE(rough.run());
  for (const auto method : {evolve::PolishMethod::bobyqa, evolve::PolishMethod::lbfgs}) {
    problems[0].polish = method;
    MemoryJournal journal;
    Bench fine(problems, journal);
    EXPECT_TRUE(fine.run());
    EXPECT_LT(fine.job().status().front().best, 1e-3 * rough.job().status().front().best);
    EXPECT_GT(fine.job().status().front().evaluations, 600U) << "its evaluations count";
  }
}

std::vector<Problem> polished_sphere() {
  auto problems = recorded_sphere();
  problems[0].polish = evolve::PolishMethod::bobyqa;
  return problems;
}

TEST(PolishedSearch, records_what_polishing_evaluates_and_goes_on_from_it) {
  const auto problems = polished_sphere();
  MemoryJournal whole_journal;
  Bench whole(problems, whole_journal);
  ASSERT_TRUE(whole.run());
  const auto status = whole.job().status().front();
  EXPECT_EQ(status.evaluations, 600U + status.polishing);
  EXPECT_GT(status.polishing, 20U);
  const auto answer = answer_of(whole.job());
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(answer.at(0).second.at(0).second).size(), status.evaluations);
  MemoryJournal journal;
  Bench cut(problems, journal);
  ASSERT_FALSE(cut.run(1, 7, whole.tasks - 10));
  EXPECT_EQ(cut.job().status().front().polishing, status.polishing - 10);
  Bench again(problems, journal);
  EXPECT_EQ(again.job().take_up(), status.evaluations - 10);
  ASSERT_TRUE(again.run());
  EXPECT_EQ(again.tasks, 10U);
  EXPECT_EQ(answer_of(again.job()), answer);
  Bench replayed(problems, journal);
  EXPECT_EQ(replayed.job().replay(), status.evaluations);
  ASSERT_TRUE(replayed.run());
  EXPECT_EQ(replayed.tasks, 0U);
  EXPECT_EQ(answer_of(replayed.job()), answer);
}

TEST(PolishedSearch, is_not_whole_while_it_is_being_polished) {
  const auto problems = polished_sphere();
  MemoryJournal journal;
  Bench whole(problems, journal);
  ASSERT_TRUE(whole.run());
  MemoryJournal cut_journal;
  Bench cut(problems, cut_journal);
  ASSERT_FALSE(cut.run(1, 7, whole.tasks - 10));
  base::SoloTeam alone;
  EXPECT_FALSE(cut.job().finish(alone).is_whole);
}

/// With many valleys, so that a search that goes on finds its way past the one that was polished. Adds each
/// evaluation to `calls`.
std::vector<Problem> polished_valleys(const evolve::Options& options, std::uint64_t& calls) {
  const auto valleys = [&calls](std::span<const double> x) {
    ++calls;
    const double bend = x[1] - x[0] * x[0];
    return std::vector<double>{(1 - x[0]) * (1 - x[0]) + 100 * bend * bend + std::sin(40 * x[0])};
  };
  std::vector<Problem> problems{problem_of(std::make_shared<TestObjective>(valleys))};
  problems[0].options = options;
  problems[0].options.in_flight = 4;
  problems[0].options.seed = 5;
  problems[0].options.budget.evaluations = 120;
  problems[0].recording = Recording::all;
  problems[0].polish = evolve::PolishMethod::bobyqa;
  return problems;
}

/// Expects every evaluation in a row of its own, and the best of them to be that of the search.
void expect_whole_record(Optimization& job, std::uint64_t evaluations) {
  const auto status = job.status().front();
  EXPECT_EQ(status.evaluations, evaluations);
  std::map<std::string, std::map<std::string, base::Cells>> tables;
  for (auto& [path, cells] : answer_of(job)) tables[path] = {cells.begin(), cells.end()};
  const auto& rows = tables.at("optimize/evaluations");
  const auto& ids = std::get<std::vector<std::int64_t>>(rows.at("id"));
  const auto& values = std::get<std::vector<double>>(rows.at("value"));
  EXPECT_EQ(ids.size(), evaluations);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
  const auto best = std::ranges::min_element(values);
  EXPECT_EQ(*best, status.best);
  EXPECT_EQ(std::get<std::vector<double>>(tables.at("optimize/best").at("value")).at(0), status.best);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(tables.at("optimize/best").at("evaluation")).at(0),
            ids[static_cast<std::size_t>(best - values.begin())]);
}

SearchStatus status_after(const std::vector<Problem>& problems, MemoryJournal& journal) {
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run(1, 4));
  bench.job().checkpoint();
  return bench.job().status().front();
}

class ExtendedPolish : public testing::TestWithParam<KindOfSearch> {};

TEST_P(ExtendedPolish, keeps_what_an_earlier_polish_has_found) {
  evolve::Options options;
  options.population = 20;
  options.algorithm = GetParam().first;
  options.update = GetParam().second;
  std::uint64_t calls = 0;
  auto problems = polished_valleys(options, calls);
  MemoryJournal journal;
  const auto first = status_after(problems, journal);
  ASSERT_GT(first.polishing, 20U);
  auto before = first;
  for (const std::uint64_t budget : {140, 190}) {
    problems[0].options.budget.evaluations = budget;
    Bench extended(problems, journal);
    EXPECT_EQ(extended.job().take_up(), before.evaluations);
    EXPECT_LE(extended.job().status().front().best, before.best);
    ASSERT_TRUE(extended.run(2, 4));
    const auto status = extended.job().status().front();
    EXPECT_LE(status.best, before.best);
    EXPECT_EQ(status.evaluations, budget + status.polishing);
    expect_whole_record(extended.job(), calls);
    const auto answer = answer_of(extended.job());
    Bench replayed(problems, journal);
    EXPECT_EQ(replayed.job().replay(), status.evaluations);
    EXPECT_TRUE(replayed.run());
    EXPECT_EQ(replayed.tasks, 0U);
    EXPECT_EQ(answer_of(replayed.job()), answer);
    Bench again(problems, journal);
    EXPECT_EQ(again.job().take_up(), status.evaluations);
    EXPECT_TRUE(again.run());
    EXPECT_EQ(again.tasks, 0U);
    EXPECT_EQ(answer_of(again.job()), answer);
    before = status;
  }
}

INSTANTIATE_TEST_SUITE_P(PolishedSearch, ExtendedPolish, testing::ValuesIn(kinds_of_search));

TEST(PolishedSearch, goes_on_past_a_polish_from_wherever_its_journal_ends) {
  evolve::Options options;
  options.algorithm = evolve::Algorithm::de;
  options.population = 20;
  std::uint64_t calls = 0;
  auto problems = polished_valleys(options, calls);
  MemoryJournal polished;
  const auto first = status_after(problems, polished);
  problems[0].options.budget.evaluations = 190;
  auto whole = polished;
  Bench undisturbed(problems, whole);
  undisturbed.job().take_up();
  ASSERT_TRUE(undisturbed.run());
  const auto expected = answer_of(undisturbed.job());
  const auto all = calls;
  for (auto cut = polished.records.size(); cut < whole.records.size(); cut += 3) {
    MemoryJournal journal;
    journal.records.assign(whole.records.begin(), whole.records.begin() + static_cast<std::ptrdiff_t>(cut));
    Bench again(problems, journal, 5);
    const auto known = again.job().take_up();
    EXPECT_GE(known, first.evaluations);
    calls = 0;
    EXPECT_TRUE(again.run(cut, 4));
    EXPECT_EQ(known + calls, all);
    EXPECT_EQ(answer_of(again.job()), expected) << "cut behind record " << cut;
  }
}

TEST(PolishedSearch, keeps_what_a_polish_has_found_whatever_it_goes_on_with) {
  evolve::Options options;
  options.algorithm = evolve::Algorithm::de;
  options.population = 20;
  std::uint64_t calls = 0;
  const auto began_with = polished_valleys(options, calls);
  struct Change {
    std::optional<evolve::PolishMethod> polish;
    std::uint64_t evaluations;
    std::uint64_t tasks_before;  ///< of the first run
  };
  const Change changes[] = {{std::nullopt, 120, 1000},
                            {std::nullopt, 140, 1000},
                            {evolve::PolishMethod::cobyla, 120, 1000},
                            {evolve::PolishMethod::cobyla, 120, 80},
                            {evolve::PolishMethod::bobyqa, 140, 80},
                            {evolve::PolishMethod::bobyqa, 80, 1000},
                            {evolve::PolishMethod::bobyqa, 60, 80}};
  for (const auto& change : changes) {
    SCOPED_TRACE(change.evaluations);
    calls = 0;
    MemoryJournal journal;
    Bench first(began_with, journal);
    first.run(1, 4, change.tasks_before);
    const auto before = first.job().status().front();
    auto problems = began_with;
    problems[0].polish = change.polish;
    problems[0].options.budget.evaluations = change.evaluations;
    Bench second(problems, journal);
    EXPECT_EQ(second.job().take_up(), before.evaluations);
    EXPECT_TRUE(second.run());
    EXPECT_LE(second.job().status().front().best, before.best);
    expect_whole_record(second.job(), calls);
    Bench replayed(problems, journal);
    replayed.job().replay();
    EXPECT_TRUE(replayed.run());
    EXPECT_EQ(answer_of(replayed.job()), answer_of(second.job()));
    Bench third(began_with, journal);
    EXPECT_EQ(third.job().take_up(), calls);
    EXPECT_TRUE(third.run());
    expect_whole_record(third.job(), calls);
  }
}

TEST(PolishedSearch, keeps_the_polish_of_a_search_too_cheap_for_its_journal) {
  std::vector<Problem> problems{sphere_problem(false)};
  problems[0].polish = evolve::PolishMethod::bobyqa;
  MemoryJournal journal;
  Bench first(problems, journal, 1);
  ASSERT_TRUE(first.run());
  const auto before = first.job().status().front();
  problems[0].options.budget.evaluations = 640;
  Bench second(problems, journal, 1);
  EXPECT_EQ(second.job().take_up(), before.evaluations);
  EXPECT_TRUE(second.run());
  const auto status = second.job().status().front();
  EXPECT_LE(status.best, before.best);
  EXPECT_EQ(status.evaluations, 640 + status.polishing);
  EXPECT_GT(status.polishing, before.polishing);
  Bench replayed(problems, journal, 1);
  EXPECT_EQ(replayed.job().replay(), status.evaluations);
  EXPECT_TRUE(replayed.run());
  EXPECT_EQ(replayed.tasks, 0U);
  EXPECT_EQ(replayed.job().status().front().best, status.best);
}

}  // namespace
}  // namespace winnow::optimize
