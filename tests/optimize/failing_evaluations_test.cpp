// What becomes of a search whose evaluations fail.

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

#include "optimize/bench.hpp"
#include "optimize/task_codec.hpp"
#include "winnow/optimize/optimization.hpp"

namespace winnow::optimize {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(FailingEvaluations, takes_failures_for_outcomes) {
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

TEST(FailingEvaluations, tries_a_failed_evaluation_again_as_often_as_it_may) {
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

TEST(FailingEvaluations, counts_its_tries_whoever_made_them) {
  std::map<std::vector<double>, int> calls;
  const auto fails_twice = [&calls](std::span<const double> x) {
    if (++calls[{x.begin(), x.end()}] < 3) throw std::runtime_error("not yet");
    return std::vector<double>{sphere(x)};
  };
  std::vector<Problem> problems{problem_of(std::make_shared<TestObjective>(fails_twice), 100)};
  problems[0].retries[static_cast<std::size_t>(Status::exit_status)] = 2;
  problems[0].recording = Recording::all;
  const auto retried = [](Bench& bench) {
    base::SoloTeam alone;
    return bench.job().finish(alone).problems.front().retried;
  };
  MemoryJournal journal;
  Bench undisturbed(problems, journal);
  ASSERT_TRUE(undisturbed.run());
  const auto tries = retried(undisturbed);
  EXPECT_GT(tries, 190U) << "two of each evaluation, but for those of values that came before";
  Bench replayed(problems, journal);
  replayed.job().replay();
  ASSERT_TRUE(replayed.run());
  EXPECT_EQ(retried(replayed), tries);
  journal.records.resize(journal.records.size() / 2);
  calls.clear();
  Bench resumed(problems, journal);
  resumed.job().take_up();
  ASSERT_TRUE(resumed.run());
  EXPECT_EQ(retried(resumed), tries);
}

TEST(FailingEvaluations, gives_up_when_every_evaluation_of_a_generation_fails_and_says_why) {
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

TEST(FailingEvaluations, alone_have_no_spread) {
  const auto objective = std::make_shared<TestObjective>(
      [](std::span<const double>) -> std::vector<double> { throw std::runtime_error("no licence"); });
  for (const auto kind : {Penalty::Kind::worst, Penalty::Kind::value}) {
    std::vector<Problem> problems{problem_of(objective)};
    problems[0].judge = Judge(Goal::min, {}, 0, {kind, 7});
    MemoryJournal journal;
    Bench bench(problems, journal);
    EXPECT_TRUE(bench.run());
    EXPECT_TRUE(std::isnan(bench.job().status().front().spread)) << "0 would be that of a converged search";
  }
}

TEST(FailingEvaluations, never_takes_for_the_best_what_stands_in_for_a_failure) {
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

TEST(FailingEvaluations, shows_what_it_has_found_where_another_problem_only_fails) {
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

TEST(FailingEvaluations, ends_for_crashes_only_where_too_many_of_all_evaluations_fail) {
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

TEST(FailingEvaluations, judges_failures_alike_however_the_search_is_cut) {
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

TEST(FailingEvaluations, judges_failures_alike_where_the_search_goes_out_as_a_whole) {
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

TEST(FailingEvaluations, does_not_take_early_crashes_for_all) {
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

TEST(FailingEvaluations, does_not_take_early_crashes_for_all_where_there_is_no_generation_to_wait_for) {
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

TEST(FailingEvaluations, gives_up_without_a_generation_too_where_every_evaluation_fails) {
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

TEST(FailingEvaluations, sends_the_candidates_of_a_task_that_killed_its_worker_out_one_by_one) {
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

TEST(FailingEvaluations, counts_what_is_lost_for_good_as_a_failure) {
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

TEST(FailingEvaluations, takes_no_evaluation_for_an_outcome_that_could_not_be_begun) {
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

TEST(FailingEvaluations, takes_an_infinite_output_for_a_failure) {
  const auto function = [](std::span<const double> x) {
    return std::vector<double>{x[0] > 0 ? std::numeric_limits<double>::infinity() : sphere(x)};
  };
  std::vector<Problem> problems{problem_of(std::make_shared<TestObjective>(function, true))};
  MemoryJournal journal;
  Bench bench(problems, journal);
  ASSERT_TRUE(bench.run());
  EXPECT_GT(bench.job().status().front().failures, 0U);
}

}  // namespace
}  // namespace winnow::optimize
