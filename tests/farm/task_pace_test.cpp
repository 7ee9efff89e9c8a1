#include "farm/task_pace.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

constexpr std::uint64_t many = 1'000'000;

TEST(TaskPace, starts_small) {
  const FarmOptions options;
  EXPECT_EQ(TaskPace(options, 1).next(0, many, 4).tasks, 16U);
}

TEST(TaskPace, starts_with_what_it_is_told) {
  FarmOptions options;
  options.first_batch = 1;
  EXPECT_EQ(TaskPace(options, 1).next(0, many, 4).tasks, 1U);
}

TEST(TaskPace, aims_at_the_time_of_a_batch) {
  FarmOptions options;
  options.batch_time = base::Seconds{0.05};
  TaskPace pace(options, 2);
  pace.measured(1, {16, 0, base::Bytes{1600}, base::Seconds{16e-3}});
  EXPECT_EQ(pace.next(1, many, 4).tasks, 50U);
  EXPECT_EQ(pace.next(0, many, 4).tasks, 16U) << "each queue has its own pace";
}

TEST(TaskPace, leases_long_tasks_one_by_one) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, {1, 0, {}, base::Seconds{60}});
  EXPECT_EQ(pace.next(0, many, 4).tasks, 1U);
}

TEST(TaskPace, follows_tasks_that_grow_slower) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, {100, 0, {}, base::Seconds{0.01}});
  const auto before = pace.next(0, many, 4).tasks;
  pace.measured(0, {100, 0, {}, base::Seconds{1}});
  EXPECT_LT(pace.next(0, many, 4).tasks, before);
}

TEST(TaskPace, shrinks_batches_near_the_end) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  EXPECT_EQ(pace.next(0, 40, 4).tasks, 5U);
  EXPECT_EQ(pace.next(0, 1, 4).tasks, 1U);
}

TEST(TaskPace, makes_no_batch_that_is_not_worth_its_message) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, {100, 0, {}, base::Seconds{100 * 100e-6}});
  EXPECT_EQ(pace.next(0, 400, 4).tasks, 50U);
  EXPECT_EQ(pace.next(0, 8, 4).tasks, 2U) << "of 100 µs each";
  EXPECT_EQ(pace.next(0, 4, 4).tasks, 1U) << "one for each slot";
}

TEST(TaskPace, keeps_a_fixed_batch) {
  FarmOptions options;
  options.batch = 7;
  TaskPace pace(options, 1);
  pace.measured(0, {7, 0, {}, base::Seconds{100}});
  EXPECT_EQ(pace.next(0, 10, 4).tasks, 7U);
}

TEST(TaskPace, counts_large_tasks_for_more_than_small_ones) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, {50, 0, base::Bytes{5000}, base::Seconds{0.05}});
  const auto limit = pace.next(0, many, 4);
  EXPECT_NEAR(static_cast<double>(limit.bytes), 100.0 * static_cast<double>(limit.tasks), 100);
}

/// What a batch comes to once many of `tasks` each have been measured, each a millisecond.
TaskPace::Cut settled(TaskPace& pace, double share_that_fails) {
  for (int i = 0; i < 100; ++i) {
    const auto failed = static_cast<std::uint64_t>(share_that_fails * 50);
    pace.measured(0, {50, failed, {}, base::Seconds{50e-3}});
  }
  static_cast<void>(pace.next(0, many, 4));
  return pace.last_cut(0);
}

TEST(TaskPace, stays_within_its_bounds) {
  FarmOptions options;
  options.batch_min = 20;
  options.batch_max = 30;
  TaskPace pace(options, 1);
  EXPECT_EQ(pace.next(0, many, 4).tasks, 20U);
  const auto fast = settled(pace, 0);
  EXPECT_EQ(fast.tasks, 30U);
  EXPECT_EQ(fast.cause, BatchCause::bound);
  for (int i = 0; i < 100; ++i) pace.measured(0, {20, 0, {}, base::Seconds{20}});
  EXPECT_EQ(pace.next(0, many, 4).tasks, 20U);
  EXPECT_EQ(pace.next(0, 8, 4).tasks, 2U) << "the last ones are shared out";
}

TEST(TaskPace, makes_batches_smaller_the_more_tasks_fail) {
  const FarmOptions options;
  TaskPace few(options, 1);
  TaskPace half(options, 1);
  EXPECT_EQ(settled(few, 0.02).tasks, 50U) << "some always do";
  EXPECT_EQ(few.last_cut(0).cause, BatchCause::time);
  EXPECT_NEAR(static_cast<double>(settled(half, 0.5).tasks), 25, 1);
  EXPECT_EQ(half.last_cut(0).cause, BatchCause::failures);
}

TEST(TaskPace, makes_batches_smaller_where_memory_is_short_and_larger_again) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  EXPECT_EQ(settled(pace, 0).tasks, 50U);
  pace.follow_memory(0.25);
  EXPECT_EQ(pace.next(0, many, 4).tasks, 12U);
  EXPECT_EQ(pace.last_cut(0).cause, BatchCause::memory);
  pace.follow_memory(1);
  EXPECT_EQ(pace.next(0, many, 4).tasks, 50U);
  EXPECT_EQ(pace.last_cut(0).cause, BatchCause::time);
}

TEST(TaskPace, finds_the_batch_that_gets_most_done_below_the_time_of_one) {
  FarmOptions options;
  options.batch_time = base::Seconds{0.5};
  TaskPace pace(options, 1);
  for (int i = 0; i < 3000; ++i) {
    const auto tasks = pace.next(0, many, 4).tasks;
    const auto n = static_cast<double>(tasks);
    pace.measured(0, {tasks, 0, {}, base::Seconds{1e-3 + 1e-5 * n + 1e-3 / 4096 * n * n}});
  }
  const auto cut = pace.last_cut(0);
  EXPECT_GE(cut.tasks, 32U);
  EXPECT_LE(cut.tasks, 128U) << "most is done at 64";
  EXPECT_EQ(cut.cause, BatchCause::score);
}

TEST(TaskPace, says_when_the_end_makes_batches_small) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  static_cast<void>(settled(pace, 0));
  EXPECT_EQ(pace.next(0, 40, 4).tasks, 5U);
  EXPECT_EQ(pace.last_cut(0).cause, BatchCause::end);
}

}  // namespace
}  // namespace winnow::farm
