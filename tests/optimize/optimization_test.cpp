#include "winnow/optimize/optimization.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <stdexcept>

#include "optimize/bench.hpp"
#include "optimize/search_record.hpp"
#include "optimize/task_codec.hpp"

namespace winnow::optimize {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Answer answer_with(const std::vector<Problem>& problems, std::uint64_t seed, std::size_t workers,
                   std::size_t credits) {
  MemoryJournal journal;
  Bench bench(problems, journal, workers);
  EXPECT_TRUE(bench.run(seed, credits));
  return answer_of(bench.job());
}

std::vector<Problem> recorded_sphere() {
  std::vector<Problem> problems{sphere_problem()};
  problems[0].recording = Recording::all;
  return problems;
}

/// Of few values, which come again and again.
std::vector<Problem> coarse(std::vector<Problem> problems) {
  auto parameters = problems[0].space.parameters();
  for (auto& parameter : parameters) parameter.type = evolve::ParameterType::integer;
  problems[0].space = evolve::Space::make(parameters).value();
  return problems;
}

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

TEST(Optimization, goes_on_from_wherever_its_journal_ends) {
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

TEST(Optimization, goes_on_again_and_again) {
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

TEST(Optimization, goes_on_with_a_larger_budget) {
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

TEST(Optimization, takes_failures_for_outcomes) {
  const auto objective = std::make_shared<TestObjective>([](std::span<const double> x) {
    if (x[0] > 2) throw std::runtime_error("too far");
    return std::vector<double>{sphere(x)};
  });
  const std::vector<Problem> problems{problem_of(objective)};
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  const auto status = bench.job().status().front();
  EXPECT_GT(status.failures, 0U);
  EXPECT_LT(status.best, 1e-3);
  base::SoloTeam alone;
  const auto outcome = bench.job().finish(alone);
  ASSERT_THAT(outcome.problems.front().failures, SizeIs(1));
  EXPECT_EQ(outcome.problems.front().failures[0].kind, Status::exit_status);
  EXPECT_EQ(outcome.problems.front().failures[0].reason, "too far");
}

TEST(Optimization, tries_a_failed_evaluation_again_as_often_as_it_may) {
  std::size_t calls = 0;
  const auto objective = std::make_shared<TestObjective>([&](std::span<const double> x) {
    if (++calls % 5 == 0) throw std::runtime_error("now and then");
    return std::vector<double>{sphere(x)};
  });
  std::vector<Problem> problems{problem_of(objective)};
  problems[0].retries[static_cast<std::size_t>(Status::exit_status)] = 20;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.job().status().front().failures, 0U);
  base::SoloTeam alone;
  EXPECT_GT(bench.job().finish(alone).problems.front().retried, 100U);
}

TEST(Optimization, gives_up_when_every_evaluation_of_a_generation_fails_and_says_why) {
  const auto objective = std::make_shared<TestObjective>(
      [](std::span<const double>) -> std::vector<double> { throw std::runtime_error("no licence"); });
  const std::vector<Problem> problems{problem_of(objective)};
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.job().status().front().evaluations, 20U) << "one generation is enough";
  base::SoloTeam alone;
  try {
    static_cast<void>(bench.job().finish(alone));
    FAIL() << "there is nothing to show";
  } catch (const base::Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("every one of 20 evaluations failed (no licence)"));
  }
}

TEST(Optimization, never_takes_for_the_best_what_stands_in_for_a_failure) {
  const auto objective = std::make_shared<TestObjective>([](std::span<const double> x) {
    if (x[0] < 1) throw std::runtime_error("too small");
    return std::vector<double>{1 + sphere(x)};
  });
  for (const auto update : {evolve::Update::generation, evolve::Update::steady}) {
    std::vector<Problem> problems{problem_of(objective)};
    problems[0].max_crash_rate = 1;
    problems[0].judge = Judge(Goal::min, {}, 0, {Penalty::Kind::value, -1});
    problems[0].options.update = update;
    problems[0].options.budget.target = 0;
    problems[0].polish = evolve::PolishMethod::bobyqa;
    MemoryJournal journal;
    Bench bench(problems, journal);
    EXPECT_TRUE(bench.run());
    const auto status = bench.job().status().front();
    EXPECT_GT(status.failures, 0U);
    EXPECT_GE(status.best, 1) << "of what succeeded";
    EXPECT_EQ(status.end, SearchEnd::evaluations) << "the target is not reached by failing";
  }
}

TEST(Optimization, shows_what_it_has_found_where_another_problem_only_fails) {
  const auto fails = std::make_shared<TestObjective>(
      [](std::span<const double>) -> std::vector<double> { throw std::runtime_error("no licence"); });
  std::vector<Problem> problems{sphere_problem(true), problem_of(fails)};
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  base::SoloTeam alone;
  const auto outcome = bench.job().finish(alone);
  EXPECT_TRUE(outcome.has_crashed);
  ASSERT_THAT(outcome.fruitless, SizeIs(1));
  EXPECT_THAT(outcome.fruitless[0].text(), HasSubstr("failed (no licence)"));
  EXPECT_FALSE(outcome.problems[0].parameters.empty());
  EXPECT_TRUE(outcome.problems[1].parameters.empty());
}

TEST(Optimization, ends_for_crashes_only_where_too_many_of_all_evaluations_fail) {
  std::size_t calls = 0;
  std::size_t from = 100;
  const auto objective = std::make_shared<TestObjective>([&](std::span<const double> x) {
    const auto call = calls++;
    if (call >= from && call < from + 20) throw std::runtime_error("no licence for a while");
    return std::vector<double>{sphere(x)};
  });
  std::vector<Problem> problems{problem_of(objective)};
  problems[0].max_crash_rate = 0.15;
  MemoryJournal journal;
  Bench late(problems, journal);
  EXPECT_TRUE(late.run());
  EXPECT_EQ(late.job().status().front().end, SearchEnd::crashes) << "20 of 120";
  EXPECT_EQ(late.job().status().front().evaluations, 120U);
  calls = 0;
  from = 300;
  MemoryJournal other;
  Bench later(problems, other);
  EXPECT_TRUE(later.run());
  EXPECT_EQ(later.job().status().front().end, SearchEnd::evaluations) << "20 of 320";
}

TEST(Optimization, judges_failures_alike_however_the_search_is_cut) {
  const auto fails = [](std::span<const double> x) { return std::abs(x[0]) > 2; };
  for (const double most : {0.9, 0.35}) {
    const auto objective = std::make_shared<TestObjective>([&](std::span<const double> x) {
      if (fails(x)) throw std::runtime_error("too far");
      return std::vector<double>{-std::abs(x[0])};
    });
    std::vector<Problem> problems{problem_of(objective)};
    problems[0].recording = Recording::all;
    problems[0].max_crash_rate = most;
    MemoryJournal whole;
    Bench undisturbed(problems, whole);
    ASSERT_TRUE(undisturbed.run());
    const auto expected = undisturbed.job().status().front();
    EXPECT_EQ(expected.end, most == 0.9 ? SearchEnd::evaluations : SearchEnd::crashes);
    for (std::size_t cut = 0; cut < whole.records.size(); cut += 7) {
      MemoryJournal journal;
      journal.records.assign(whole.records.begin(), whole.records.begin() + static_cast<std::ptrdiff_t>(cut));
      Bench again(problems, journal, 5);
      again.job().take_up();
      EXPECT_TRUE(again.run(cut, 4));
      EXPECT_EQ(again.job().status().front().end, expected.end) << "cut behind record " << cut;
      EXPECT_EQ(again.job().status().front().evaluations, expected.evaluations);
    }
  }
}

TEST(Optimization, judges_failures_alike_where_the_search_goes_out_as_a_whole) {
  const auto objective = [](bool is_foreign) {
    return std::make_shared<TestObjective>(
        [](std::span<const double> x) -> std::vector<double> {
          if (x[0] > 2) throw std::runtime_error("too far");
          return {-x[0]};
        },
        is_foreign);
  };
  std::vector<Problem> problems{problem_of(objective(true), 20'000)};
  problems[0].max_crash_rate = 0.4;
  MemoryJournal journal;
  Bench one_by_one(problems, journal);
  ASSERT_TRUE(one_by_one.run());
  const auto expected = one_by_one.job().status().front();
  problems[0].objective = objective(false);
  MemoryJournal other;
  Bench whole(problems, other);
  ASSERT_TRUE(whole.run());
  EXPECT_LT(whole.tasks, one_by_one.tasks / 10);
  EXPECT_EQ(whole.job().status().front().end, expected.end);
  EXPECT_EQ(whole.job().status().front().evaluations, expected.evaluations);
  EXPECT_EQ(expected.end, SearchEnd::crashes);
  EXPECT_GT(expected.evaluations, 200U);
}

TEST(Optimization, does_not_take_early_crashes_for_all) {
  // The crashes of a generation come back first, and more than a half of those told by then have failed.
  const auto objective = std::make_shared<TestObjective>([](std::span<const double> x) {
    if (x[0] > 1) throw std::runtime_error("fast crash");
    return std::vector<double>{sphere(x)};
  });
  std::vector<Problem> problems{problem_of(objective)};
  problems[0].max_crash_rate = 0.9;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.job().status().front().end, SearchEnd::evaluations);
}

TEST(Optimization, does_not_take_early_crashes_for_all_where_there_is_no_generation_to_wait_for) {
  // Seven of ten candidates crash, and what does not takes so long that all workers are at it in the end.
  const auto crashes = [](double x) { return x > -2; };
  const auto objective = std::make_shared<TestObjective>([&](std::span<const double> x) {
    if (crashes(x[0])) throw std::runtime_error("fast crash");
    return std::vector<double>{sphere(x)};
  });
  std::vector<Problem> problems{problem_of(objective)};
  problems[0].options.update = evolve::Update::steady;
  problems[0].options.in_flight = 32;
  problems[0].max_crash_rate = 0.9;
  MemoryJournal journal;
  Bench bench(problems, journal, 16);
  bench.is_slow = [&](const farm::Task& task) {
    return !crashes(std::get<EvaluateTask>(decode_task(task.payload)).candidates.values[0]);
  };
  EXPECT_TRUE(bench.run(1, 32));
  EXPECT_EQ(bench.job().status().front().end, SearchEnd::evaluations);
}

TEST(Optimization, gives_up_without_a_generation_too_where_every_evaluation_fails) {
  const auto objective = std::make_shared<TestObjective>(
      [](std::span<const double>) -> std::vector<double> { throw std::runtime_error("no licence"); });
  std::vector<Problem> problems{problem_of(objective)};
  problems[0].options.update = evolve::Update::steady;
  problems[0].options.in_flight = 4;
  MemoryJournal journal;
  Bench bench(problems, journal);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.job().status().front().end, SearchEnd::crashes);
  EXPECT_LT(bench.job().status().front().evaluations, 200U);
}

TEST(Optimization, sends_the_candidates_of_a_task_that_killed_its_worker_out_one_by_one) {
  std::vector<Problem> problems{sphere_problem()};
  MemoryJournal journal;
  Bench bench(problems, journal);
  bool has_killed = false;
  bench.fate = [&](const farm::Task& task) -> std::optional<farm::TaskFailure> {
    const bool has_several = task.payload.find("evaluations ") != std::string::npos;
    if (has_killed || !has_several) return std::nullopt;
    has_killed = true;
    return farm::TaskFailure{farm::FailureKind::worker_lost, "rank 1 was lost"};
  };
  EXPECT_TRUE(bench.run());
  EXPECT_TRUE(has_killed) << "once the cost is known, candidates go out together";
  EXPECT_EQ(bench.job().status().front().failures, 0U);
  EXPECT_EQ(bench.job().status().front().evaluations, 600U);
}

TEST(Optimization, counts_what_is_lost_for_good_as_a_failure) {
  const std::vector<Problem> problems{sphere_problem()};
  MemoryJournal journal;
  Bench bench(problems, journal, 100);
  bench.fate = [](const farm::Task& task) -> std::optional<farm::TaskFailure> {
    if (!task.payload.starts_with("evaluation 3")) return std::nullopt;
    return farm::TaskFailure{farm::FailureKind::timeout, "ran longer than 1 s"};
  };
  EXPECT_TRUE(bench.run());
  EXPECT_GT(bench.job().status().front().failures, 0U);
}

TEST(Optimization, takes_no_evaluation_for_an_outcome_that_could_not_be_begun) {
  MemoryJournal journal;
  const std::vector<Problem> problems{sphere_problem()};
  std::uint64_t tasks = 0;
  Bench bench(problems, journal);
  bench.fate = [&](const farm::Task&) -> std::optional<farm::TaskFailure> {
    if (++tasks <= 100) return std::nullopt;
    return farm::TaskFailure{farm::FailureKind::error, "the disk is full"};
  };
  bench.run();
  EXPECT_EQ(bench.job().status()[0].failures, 0u);
  EXPECT_EQ(words_of(bench.job().status()[0].end), "evaluations could not be begun");
  base::SoloTeam alone;
  try {
    static_cast<void>(bench.job().finish(alone));
    FAIL() << "there is no result";
  } catch (const base::Failure& failure) {
    EXPECT_THAT(failure.what(),
                testing::StartsWith("evaluations cannot be begun (the disk is full): mend that; then "
                                    "--resume goes on with the "));
  }
  MemoryJournal undisturbed;
  Bench whole(problems, undisturbed);
  whole.run();
  Bench again(problems, journal);
  EXPECT_GT(again.job().take_up(), 0u);
  EXPECT_TRUE(again.run());
  EXPECT_EQ(answer_of(again.job()), answer_of(whole.job()));
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

TEST(Optimization, does_not_wait_for_ever_for_what_is_in_flight_when_the_time_is_over) {
  std::vector<Problem> problems{sphere_problem()};
  problems[0].time = base::Seconds{1};
  problems[0].grace = base::Seconds{5};
  MemoryJournal journal;
  Bench bench(problems, journal);
  auto source = bench.job().make_source();
  std::vector<farm::Task> tasks;
  source->pull(3, tasks);
  bench.clock().advance(base::Seconds{2});
  EXPECT_EQ(source->pull(3, tasks), farm::Source::State::waiting);
  EXPECT_THAT(tasks, SizeIs(3)) << "nothing new";
  EXPECT_FALSE(bench.job().wants_stop());
  bench.clock().advance(base::Seconds{6});
  source->pull(3, tasks);
  EXPECT_TRUE(bench.job().wants_stop());
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

TEST(Optimization, polishes_the_best_when_all_else_is_done) {
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

TEST(Optimization, records_what_polishing_evaluates_and_goes_on_from_it) {
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

TEST(Optimization, replays_a_search_too_cheap_for_its_journal_from_its_states) {
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

TEST(Optimization, is_not_whole_while_it_is_being_polished) {
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

TEST(Optimization, takes_an_infinite_output_for_a_failure) {
  const auto function = [](std::span<const double> x) {
    return std::vector<double>{x[0] > 0 ? std::numeric_limits<double>::infinity() : sphere(x)};
  };
  std::vector<Problem> problems{problem_of(std::make_shared<TestObjective>(function, true))};
  MemoryJournal journal;
  Bench bench(problems, journal);
  ASSERT_TRUE(bench.run());
  EXPECT_GT(bench.job().status().front().failures, 0U);
}

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

TEST(Optimization, finds_again_what_another_run_has_evaluated_of_the_same_objective) {
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

TEST(Optimization, evaluates_equal_values_of_a_coarse_grid_once) {
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

TEST(Optimization, evaluates_equal_values_once_where_one_parameter_is_discrete) {
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

TEST(Optimization, tries_a_point_of_a_grid_that_failed_for_good_no_more) {
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

INSTANTIATE_TEST_SUITE_P(Optimization, SteadySearch, testing::Values(1, 3));

TEST(Optimization, replays_a_steady_search_in_which_candidates_waited_for_their_twins) {
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

TEST(Optimization, tells_of_evaluations_that_belong_to_another_search) {
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

INSTANTIATE_TEST_SUITE_P(Optimization, SearchMode,
                         testing::Values(evolve::Update::generation, evolve::Update::steady));

/// Whether the evaluations are in the result.
bool is_recorded(Optimization& job) {
  const auto answer = answer_of(job);
  return std::ranges::any_of(answer, [](const auto& table) { return table.first == "optimize/evaluations"; });
}

TEST(Optimization, keeps_slow_evaluations_however_they_were_come_by) {
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

class ExtendedBudget : public testing::TestWithParam<std::pair<evolve::Algorithm, evolve::Update>> {};

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

TEST_P(ExtendedBudget, keeps_what_an_earlier_polish_has_found) {
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

INSTANTIATE_TEST_SUITE_P(Optimization, ExtendedBudget,
                         testing::Values(std::pair{evolve::Algorithm::jso, evolve::Update::generation},
                                         std::pair{evolve::Algorithm::jso, evolve::Update::steady},
                                         std::pair{evolve::Algorithm::shade, evolve::Update::generation},
                                         std::pair{evolve::Algorithm::de, evolve::Update::generation},
                                         std::pair{evolve::Algorithm::de, evolve::Update::steady}));

TEST(Optimization, goes_on_past_a_polish_from_wherever_its_journal_ends) {
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

TEST(Optimization, keeps_what_a_polish_has_found_whatever_it_goes_on_with) {
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

TEST(Optimization, keeps_the_polish_of_a_search_too_cheap_for_its_journal) {
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

TEST(Optimization, refuses_a_problem_that_is_impossible) {
  auto problem = sphere_problem();
  problem.options.population = 2;
  const std::vector<Problem> problems{problem};
  MemoryJournal journal;
  EXPECT_THROW(Bench(problems, journal), base::Failure);
}

}  // namespace
}  // namespace winnow::optimize
