#include "winnow/farm/lease_times.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::farm {
namespace {

using base::Seconds;

LeaseTimes times_of(std::initializer_list<std::pair<double, std::uint64_t>> leases) {
  LeaseTimes times;
  for (const auto& [busy, tasks] : leases) times.add(Seconds{busy}, tasks);
  return times;
}

TEST(ErrorOfTaskTime, is_none_where_all_tasks_take_the_same_however_they_are_leased) {
  const auto times = times_of({{2, 1}, {4, 2}, {20, 10}, {2, 1}, {6, 3}});
  EXPECT_NEAR(error_of_task_time(Seconds{34}, 17, times).count, 0, 1e-7);
}

TEST(ErrorOfTaskTime, is_that_of_the_mean_where_each_task_is_a_lease) {
  const auto times = times_of({{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}});
  EXPECT_DOUBLE_EQ(error_of_task_time(Seconds{15}, 5, times).count, std::sqrt(2.5 / 5));
}

TEST(ErrorOfTaskTime, is_not_known_of_few_leases) {
  const auto times = times_of({{1, 25}, {1, 25}, {1, 25}, {1, 25}});
  EXPECT_EQ(error_of_task_time(Seconds{4}, 100, times), Seconds::never());
  EXPECT_EQ(error_of_task_time(Seconds{}, 0, {}), Seconds::never());
}

}  // namespace
}  // namespace winnow::farm
