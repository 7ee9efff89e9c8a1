#include "winnow/report/recent_rate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace winnow::report {
namespace {

using base::Seconds;

TEST(RecentRate, is_none_before_anything_is_done) {
  RecentRate rate(Seconds{100});
  EXPECT_EQ(rate.rate(), 0);
  rate.add(Seconds{130}, 0, 4);
  EXPECT_EQ(rate.rate(), 0);
}

TEST(RecentRate, is_not_disturbed_by_workers_that_end_their_tasks_at_once) {
  RecentRate rate;
  constexpr std::uint64_t workers = 200;
  const auto all = static_cast<double>(workers);
  for (int quarter = 1; quarter < 4 * 600; ++quarter) {
    const double now = quarter / 4.0;
    // A minute's tasks, the first one of which ends two seconds before the last.
    const double ended = std::clamp((std::fmod(now, 60) - 58) / 2, 0.0, 1.0);
    rate.add(Seconds{now}, static_cast<std::uint64_t>(all * (std::floor(now / 60) + ended)), workers);
    if (now < 60) continue;
    ASSERT_NEAR(rate.rate(), all / 60, 0.05 * all / 60) << now;
  }
}

TEST(RecentRate, is_of_few_completions_or_of_ten_seconds_whichever_is_longer) {
  RecentRate rate;
  for (int second = 1; second <= 100; ++second)
    rate.add(Seconds{1.0 * second}, static_cast<std::uint64_t>(second), 1);
  EXPECT_DOUBLE_EQ(rate.rate(), 1);
  for (int i = 1; i <= 5; ++i) rate.add(Seconds{100 + 20.0 * i}, static_cast<std::uint64_t>(100 + i), 1);
  EXPECT_DOUBLE_EQ(rate.rate(), 0.05);
}

}  // namespace
}  // namespace winnow::report
