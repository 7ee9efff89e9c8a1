#include "winnow/watch/growth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "winnow/base/random.hpp"

namespace winnow::watch {
namespace {

constexpr auto quantity = Quantity::resident;

std::vector<Point> points(const std::vector<double>& times, const std::vector<double>& values) {
  std::vector<Point> all;
  for (std::size_t i = 0; i < times.size(); ++i) all.push_back({base::Seconds{times[i]}, values[i]});
  return all;
}

std::vector<double> seconds(int count) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) all.push_back(i);
  return all;
}

/// A sample a second, of values by time.
template <class Value>
Series series_of(int count, const Value& value, std::size_t most = 10'000) {
  Series series(most);
  for (int i = 0; i < count; ++i) {
    Sample sample(base::Seconds{static_cast<double>(i)});
    sample.set(quantity, static_cast<double>(value(i)));
    series.add(sample);
  }
  return series;
}

TEST(Growth, is_that_of_scipy) {  // stats.theilslopes(values, times, 0.95), SciPy 1.10
  const auto growth = growth_of(points(seconds(12), {3, 5, 4, 8, 9, 9, 14, 12, 17, 16, 21, 20}));
  ASSERT_TRUE(growth.has_value());
  EXPECT_DOUBLE_EQ(growth->slope, 1.6904761904761905);
  EXPECT_DOUBLE_EQ(growth->lower, 1.3333333333333333);
  EXPECT_DOUBLE_EQ(growth->upper, 2.0);
}

TEST(Growth, is_that_of_scipy_with_ties_and_uneven_times) {
  const auto growth =
      growth_of(points({0, 1, 2, 3, 5, 6, 8, 9, 10, 13}, {10, 10, 10, 10, 10, 13, 13, 14, 14, 20}));
  ASSERT_TRUE(growth.has_value());
  EXPECT_DOUBLE_EQ(growth->slope, 0.5);
  EXPECT_DOUBLE_EQ(growth->lower, 0.0);
  EXPECT_DOUBLE_EQ(growth->upper, 0.9090909090909091);
}

TEST(Growth, of_a_straight_line_is_its_slope_without_doubt) {
  auto line = points(seconds(20), seconds(20));
  for (auto& point : line) point.value = 7 - 2 * point.value;
  const auto growth = growth_of(line);
  EXPECT_EQ(growth->slope, -2);
  EXPECT_EQ(growth->lower, -2);
  EXPECT_EQ(growth->upper, -2);
}

TEST(Growth, does_not_care_for_a_few_odd_values) {
  auto line = points(seconds(40), seconds(40));
  line[5].value = 1e9;
  line[20].value = -1e9;
  line[33].value = 1e12;
  EXPECT_NEAR(growth_of(line)->slope, 1, 0.01);
}

TEST(Growth, of_few_points_or_a_single_moment_is_not_known) {
  EXPECT_FALSE(growth_of(points(seconds(9), seconds(9))).has_value());
  EXPECT_FALSE(growth_of(std::vector<Point>(20, Point{base::Seconds{1}, 3})).has_value());
  EXPECT_FALSE(growth_of(Series(), quantity).has_value());
}

TEST(Growth, interval_holds_the_true_slope_about_as_often_as_it_says) {
  int held = 0;
  constexpr int trials = 400;
  for (int trial = 0; trial < trials; ++trial) {
    base::RandomSequence random(7, static_cast<std::uint64_t>(trial));
    auto line = points(seconds(30), seconds(30));
    for (auto& point : line) point.value = 3 * point.value + 20 * random.uniform();
    const auto growth = growth_of(line);
    held += growth->lower <= 3 && 3 <= growth->upper ? 1 : 0;
  }
  EXPECT_GE(held, trials * 92 / 100);
  EXPECT_LE(held, trials * 99 / 100);
}

TEST(GrowthOfSeries, sees_a_leak) {
  const auto growth = growth_of(series_of(60, [](int second) { return 100 + 5 * second; }), quantity);
  ASSERT_TRUE(growth.has_value());
  EXPECT_TRUE(exceeds(*growth, 49, base::Seconds{10}));
  EXPECT_FALSE(exceeds(*growth, 50, base::Seconds{10}));
}

TEST(GrowthOfSeries, of_a_short_time_must_have_added_all_that_is_too_much) {
  const auto growth = growth_of(series_of(60, [](int second) { return 100 + 5 * second; }), quantity);
  EXPECT_EQ(growth->over, base::Seconds{29});
  EXPECT_TRUE(exceeds(*growth, 144, base::Seconds{60}));
  EXPECT_FALSE(exceeds(*growth, 145, base::Seconds{60}));
}

TEST(GrowthOfSeries, sees_a_leak_behind_a_warm_up_that_is_far_larger) {
  const auto growth = growth_of(
      series_of(100, [](int second) { return 1000 * std::min(second, 20) + 5 * second; }), quantity);
  EXPECT_EQ(growth->slope, 5);
}

TEST(GrowthOfSeries, takes_no_warm_up_for_a_leak) {
  const auto growth =
      growth_of(series_of(100, [](int second) { return 1000 * std::min(second, 45); }), quantity);
  EXPECT_FALSE(exceeds(*growth, 0, base::Seconds{1}));
}

TEST(GrowthOfSeries, takes_no_jump_for_a_leak) {
  const auto growth =
      growth_of(series_of(100, [](int second) { return second < 70 ? 10 : 10'000; }), quantity);
  EXPECT_FALSE(exceeds(*growth, 0, base::Seconds{1}));
}

TEST(GrowthOfSeries, takes_no_waves_for_a_leak) {
  const auto growth = growth_of(series_of(200, [](int second) { return second % 7 * 1000; }), quantity);
  EXPECT_FALSE(exceeds(*growth, 1, base::Seconds{1}));
}

TEST(GrowthOfSeries, is_of_the_later_half_however_long_that_is) {
  const auto wave = [](int second) {
    return std::abs(second % 2000 - 1000);
  };  // longer than samples are whole
  const auto series = series_of(21'500, wave, 256);
  EXPECT_FALSE(exceeds(*growth_of(series, quantity), 1, base::Seconds{10}));
  EXPECT_EQ(latest_unexplained_growth(series)->slope, 1) << "of late";
}

TEST(GrowthOfSeries, is_known_of_few_samples_too) {
  for (const int count : {60, 500, 20'000}) {
    const auto series = series_of(
        count, [](int second) { return 5 * second; }, 32);
    ASSERT_TRUE(growth_of(series, quantity)) << count;
    EXPECT_EQ(growth_of(series, quantity)->slope, 5);
    ASSERT_TRUE(latest_unexplained_growth(series)) << count;
    EXPECT_EQ(latest_unexplained_growth(series)->slope, 5);
  }
}

TEST(GrowthOfSeries, takes_no_longer_for_many_samples) {
  const auto series = series_of(
      100'000, [](int second) { return 3 * second; }, 100'000);
  EXPECT_EQ(growth_of(series, quantity)->slope, 3);
  EXPECT_EQ(latest_unexplained_growth(series)->slope, 3);
}

TEST(GrowthOfSeries, leaves_out_samples_without_the_quantity) {
  auto series = series_of(60, [](int second) { return 5 * second; });
  series.add(Sample(base::Seconds{60}));
  EXPECT_EQ(growth_of(series, quantity)->slope, 5);
  EXPECT_FALSE(growth_of(series, Quantity::threads).has_value());
}

}  // namespace
}  // namespace winnow::watch
