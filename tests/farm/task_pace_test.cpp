#include "farm/task_pace.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

constexpr std::uint64_t many = 1'000'000;

TEST(TaskPace, starts_small) {
  const FarmOptions options;
  EXPECT_EQ(TaskPace(options, 1).next(0, many, 4).tasks, 16U);
}

TEST(TaskPace, aims_at_the_time_of_a_batch) {
  FarmOptions options;
  options.batch_time = base::Seconds{0.05};
  TaskPace pace(options, 2);
  pace.measured(1, 16, base::Bytes{1600}, base::Seconds{16e-3});
  EXPECT_EQ(pace.next(1, many, 4).tasks, 50U);
  EXPECT_EQ(pace.next(0, many, 4).tasks, 16U) << "each queue has its own pace";
}

TEST(TaskPace, leases_long_tasks_one_by_one) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, 1, {}, base::Seconds{60});
  EXPECT_EQ(pace.next(0, many, 4).tasks, 1U);
}

TEST(TaskPace, follows_tasks_that_grow_slower) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, 100, {}, base::Seconds{0.01});
  const auto before = pace.next(0, many, 4).tasks;
  pace.measured(0, 100, {}, base::Seconds{1});
  EXPECT_LT(pace.next(0, many, 4).tasks, before);
}

TEST(TaskPace, shrinks_batches_near_the_end) {
  const FarmOptions options;
  const TaskPace pace(options, 1);
  EXPECT_EQ(pace.next(0, 40, 4).tasks, 5U);
  EXPECT_EQ(pace.next(0, 1, 4).tasks, 1U);
}

TEST(TaskPace, makes_no_batch_that_is_not_worth_its_message) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, 100, {}, base::Seconds{100 * 100e-6});
  EXPECT_EQ(pace.next(0, 400, 4).tasks, 50U);
  EXPECT_EQ(pace.next(0, 8, 4).tasks, 2U) << "of 100 µs each";
  EXPECT_EQ(pace.next(0, 4, 4).tasks, 1U) << "one for each slot";
}

TEST(TaskPace, keeps_a_fixed_batch) {
  FarmOptions options;
  options.batch = 7;
  TaskPace pace(options, 1);
  pace.measured(0, 7, {}, base::Seconds{100});
  EXPECT_EQ(pace.next(0, 10, 4).tasks, 7U);
}

TEST(TaskPace, counts_large_tasks_for_more_than_small_ones) {
  const FarmOptions options;
  TaskPace pace(options, 1);
  pace.measured(0, 50, base::Bytes{5000}, base::Seconds{0.05});
  const auto limit = pace.next(0, many, 4);
  EXPECT_NEAR(static_cast<double>(limit.bytes), 100.0 * static_cast<double>(limit.tasks), 100);
}

}  // namespace
}  // namespace winnow::farm
