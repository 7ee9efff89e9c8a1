#include "winnow/optimize/optimization.hpp"

#include <gmock/gmock.h>

#include "optimize/bench.hpp"

namespace winnow::optimize {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Optimization, finds_the_best) {
  const std::vector<Problem> problems{sphere_problem()};
  MemoryJournal journal;
  Bench bench(problems, journal);
  ASSERT_TRUE(bench.run());
  const auto status = bench.job().status().front();
  EXPECT_EQ(status.evaluations, 600U);
  EXPECT_EQ(status.end, SearchEnd::evaluations);
  EXPECT_LT(status.best, 1e-3);
}

TEST(Optimization, gives_one_answer_whoever_evaluates_what_in_whatever_order) {
  const auto problems = recorded_sphere();
  const auto one = answer_with(problems, 1, 1, 1);
  ASSERT_THAT(one, SizeIs(4));
  EXPECT_EQ(answer_with(problems, 2, 1, 30), one);
  EXPECT_EQ(answer_with(problems, 3, 16, 5), one);
  EXPECT_EQ(answer_with(problems, 4, 3, 1000), one);
}

TEST(Optimization, gives_the_same_where_the_search_goes_out_as_a_whole) {
  const std::vector<Problem> handed_out{sphere_problem(true)};
  const std::vector<Problem> as_a_whole{sphere_problem(false)};
  MemoryJournal journal;
  Bench slow(handed_out, journal);
  Bench fast(as_a_whole, journal, 1);
  EXPECT_TRUE(slow.run());
  EXPECT_TRUE(fast.run());
  EXPECT_LT(fast.tasks, slow.tasks);
  EXPECT_EQ(fast.job().status().front().evaluations, 600U) << "none is done twice or left out";
  EXPECT_EQ(fast.job().status().front().best, slow.job().status().front().best);
}

TEST(Optimization, counts_every_evaluation_once_where_the_search_goes_out_many_times) {
  base::ManualClock* clock = nullptr;
  const auto objective = std::make_shared<TestObjective>(
      [&](std::span<const double> x) {
        clock->advance(base::Seconds{1e-5});
        return std::vector<double>{sphere(x)};
      },
      false);
  std::vector<Problem> problems{problem_of(objective, 100'000)};
  problems[0].options.population = 150;  // a state is then taken within a generation, too
  MemoryJournal journal;
  Bench bench(problems, journal, 1);
  clock = &bench.clock();
  EXPECT_TRUE(bench.run());
  EXPECT_GT(bench.tasks, 10U);
  EXPECT_EQ(bench.job().status().front().evaluations, 100'000U);
}

TEST(Optimization, hands_nothing_out_while_the_search_itself_is_out) {
  const std::vector<Problem> problems{sphere_problem(false)};
  MemoryJournal journal;
  Bench bench(problems, journal, 1);
  EXPECT_FALSE(bench.run(1, 20, 5)) << "the first population is known, and nothing else";
  auto source = bench.job().make_source();
  std::vector<farm::Task> tasks;
  source->pull(10, tasks);
  EXPECT_THAT(tasks, SizeIs(1));
  source->pull(10, tasks);
  EXPECT_THAT(tasks, SizeIs(1));
}

/// The tasks that a fresh search gives at once, and then after so long without an answer.
std::pair<std::size_t, std::size_t> first_tasks(bool is_foreign, base::Seconds later) {
  MemoryJournal journal;
  const std::vector<Problem> problems{sphere_problem(is_foreign)};
  Bench bench(problems, journal, 4);
  const auto source = bench.job().make_source();
  std::vector<farm::Task> tasks;
  source->pull(100, tasks);
  const auto at_once = tasks.size();
  bench.clock().advance(later);
  source->pull(100, tasks);
  return {at_once, tasks.size()};
}

TEST(Optimization, begins_on_one_worker_where_an_evaluation_may_cost_less_than_its_message) {
  EXPECT_EQ(first_tasks(false, {1e-3}), std::pair(std::size_t{1}, std::size_t{1}));
}

TEST(Optimization, gives_all_workers_work_as_soon_as_an_evaluation_is_plainly_slow) {
  EXPECT_EQ(first_tasks(false, {6e-3}), std::pair(std::size_t{1}, std::size_t{20}));
}

TEST(Optimization, asks_to_be_looked_at_when_an_evaluation_would_be_plainly_slow) {
  MemoryJournal journal;
  const std::vector<Problem> problems{sphere_problem(false)};
  Bench bench(problems, journal, 4);
  const auto source = bench.job().make_source();
  EXPECT_EQ(source->wakes_at(), base::Seconds::never());
  std::vector<farm::Task> tasks;
  const auto began = bench.clock().now();
  source->pull(100, tasks);
  EXPECT_EQ(source->wakes_at(), began + base::Seconds{5e-3});
  bench.clock().advance({1});
  source->pull(100, tasks);
  EXPECT_EQ(source->wakes_at(), base::Seconds::never()) << "all are out";
}

TEST(Optimization, gives_programs_to_all_workers_from_the_first_on) {
  EXPECT_EQ(first_tasks(true, {0}).first, 20U);
}

TEST(Optimization, stops_where_its_evaluations_cannot_be_kept) {
  MemoryJournal journal;
  journal.most_records = 30;
  std::vector<Problem> problems{sphere_problem()};
  problems[0].recording = Recording::all;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(words_of(bench.job().status()[0].end), "its evaluations could not be kept");
  EXPECT_LT(bench.job().status()[0].evaluations, 100u);
}

TEST(Optimization, stops_when_its_time_is_over_and_is_not_whole_then) {
  std::vector<Problem> problems{sphere_problem()};
  problems[0].time = base::Seconds{0.02};
  MemoryJournal journal;
  Bench bench(problems, journal, 2, base::Seconds{1e-3});
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.job().status().front().end, SearchEnd::time);
  EXPECT_LT(bench.job().status().front().evaluations, 600U);
  base::SoloTeam alone;
  EXPECT_FALSE(bench.job().finish(alone).is_whole) << "the other budget is not used up";
}

TEST(Optimization, waits_for_what_is_in_flight_for_a_grace_when_its_time_is_over) {
  std::vector<Problem> problems{sphere_problem()};
  problems[0].time = base::Seconds{1};
  problems[0].grace = base::Seconds{5};
  MemoryJournal journal;
  Bench bench(problems, journal);
  auto source = bench.job().make_source();
  std::vector<farm::Task> tasks;
  source->pull(3, tasks);
  EXPECT_EQ(source->wakes_at(), bench.clock().now() + base::Seconds{1});
  bench.clock().advance(base::Seconds{1});
  EXPECT_EQ(source->wakes_at(), bench.clock().now());
  EXPECT_EQ(source->pull(3, tasks), farm::Source::State::waiting);
  EXPECT_THAT(tasks, SizeIs(3)) << "nothing new";
  EXPECT_FALSE(bench.job().wants_stop());
  EXPECT_EQ(source->wakes_at(), bench.clock().now() + base::Seconds{5});
  bench.clock().advance(base::Seconds{6});
  source->pull(3, tasks);
  EXPECT_TRUE(bench.job().wants_stop());
  EXPECT_EQ(source->wakes_at(), base::Seconds::never()) << "it has been looked at";
}

TEST(Optimization, shares_the_workers_among_its_problems) {
  std::vector<Problem> problems{sphere_problem(), sphere_problem()};
  problems[0].name = "left";
  problems[1].name = "right";
  problems[1].options.seed = 2;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  for (const auto& status : bench.job().status()) EXPECT_EQ(status.evaluations, 600U);
  const auto answer = answer_of(bench.job());
  EXPECT_EQ(answer[0].first, "optimize/left/generations");
}

TEST(Optimization, maximises_and_keeps_constraints) {
  auto objective = std::make_shared<TestObjective>([](std::span<const double> x) {
    return std::vector<double>{x[0] + x[1], x[0] * x[0] + x[1] * x[1]};
  });
  objective->outputs_ = {"value", "norm"};
  std::vector<Problem> problems{problem_of(objective, 4000)};
  problems[0].judge = Judge(Goal::max, {{1, Constraint::Relation::at_most, 2}}, 0, {});
  problems[0].options.epsilon.on = true;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_NEAR(bench.job().status().front().best, 2, 1e-2);
  EXPECT_TRUE(bench.job().status().front().is_feasible);
}

TEST(Optimization, refuses_a_problem_that_is_impossible) {
  auto problem = sphere_problem();
  problem.options.population = 2;
  const std::vector<Problem> problems{problem};
  MemoryJournal journal;
  EXPECT_THROW(Bench(problems, journal), base::Failure);
}

}  // namespace
}  // namespace winnow::optimize
