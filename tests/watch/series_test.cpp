#include "winnow/watch/series.hpp"

#include <gmock/gmock.h>

namespace winnow::watch {
namespace {

using testing::ElementsAre;

constexpr auto quantity = Quantity::resident;

Sample sample(double time, double value) {
  Sample made(base::Seconds{time});
  made.set(quantity, value);
  return made;
}

std::vector<double> times(std::span<const Sample> samples) {
  std::vector<double> all;
  for (const auto& one : samples) all.push_back(one.time.count);
  return all;
}

Series series_of(std::size_t most, int added) {
  Series series(most);
  for (int i = 0; i < added; ++i) series.add(sample(i, i));
  return series;
}

TEST(Series, keeps_all_until_it_is_full) {
  EXPECT_THAT(times(series_of(4, 4).samples()), ElementsAre(0, 1, 2, 3));
}

TEST(Series, thins_the_older_half_when_it_is_full) {
  EXPECT_THAT(times(series_of(8, 9).samples()), ElementsAre(0, 2, 4, 5, 6, 7, 8));
  EXPECT_THAT(times(series_of(8, 11).samples()), ElementsAre(0, 4, 6, 7, 8, 9, 10));
  EXPECT_THAT(times(series_of(8, 13).samples()), ElementsAre(0, 4, 8, 9, 10, 11, 12));
}

TEST(Series, covers_all_of_the_time_however_long_it_is) {
  for (const int added : {300, 1000, 10'000, 123'456}) {
    const auto all = times(series_of(256, added).samples());
    for (std::size_t i = 1; i < all.size(); ++i) {
      EXPECT_LE(all[i] - all[i - 1], added / 24.0) << all[i] << " of " << added;
    }
  }
}

TEST(Series, has_samples_evenly_apart_of_all_of_the_time) {
  for (const int added : {5, 256, 1000, 10'000, 123'456}) {
    const auto series = series_of(256, added);
    const auto even = times(series.evenly(100));
    EXPECT_LE(even.size(), 100U);
    EXPECT_GE(even.size(), std::min(static_cast<std::size_t>(added), std::size_t{32}));
    for (std::size_t i = 1; i < even.size(); ++i) EXPECT_EQ(even[i] - even[i - 1], even[1]);
    EXPECT_LE(added - even.back(), even.size() > 1 ? even[1] : 1);
  }
  EXPECT_TRUE(Series().evenly(1).empty());
}

TEST(Series, knows_which_samples_are_whole) {
  EXPECT_THAT(times(series_of(8, 8).unthinned()), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(times(series_of(8, 9).unthinned()), ElementsAre(4, 5, 6, 7, 8));
  EXPECT_THAT(times(series_of(8, 1).unthinned()), ElementsAre(0));
  EXPECT_TRUE(Series().unthinned().empty());
}

TEST(Series, of_odd_sizes_and_the_least_one_stay_bounded_and_in_order) {
  for (const std::size_t most : {4U, 5U, 7U, 256U}) {
    const auto series = series_of(most, 10'000);
    EXPECT_LE(series.samples().size(), most);
    EXPECT_GE(series.samples().size(), most / 2);
    EXPECT_TRUE(std::ranges::is_sorted(times(series.samples()), std::less_equal{}));
    EXPECT_EQ(series.samples().front().time, base::Seconds{0});
    EXPECT_EQ(series.samples().back().time, base::Seconds{9999});
    EXPECT_EQ(series.added(), 10'000u);
  }
}

TEST(Series, keeps_the_newer_half_whole) {
  const auto series = series_of(256, 5000);
  const auto all = times(series.samples());
  for (std::size_t i = all.size() - 127; i < all.size(); ++i) EXPECT_EQ(all[i], all[i - 1] + 1);
}

TEST(Series, remembers_the_least_and_the_greatest_of_samples_that_are_gone) {
  Series series(4);
  series.add(sample(0, 5));
  series.add(sample(1, 100));
  series.add(sample(2, -3));
  for (int i = 3; i < 100; ++i) series.add(sample(i, 7));
  EXPECT_EQ(series.least(quantity), -3);
  EXPECT_EQ(series.greatest(quantity), 100);
}

TEST(Series, has_no_extremes_of_what_was_never_measured) {
  Series series;
  EXPECT_FALSE(series.greatest(quantity).has_value());
  series.add(Sample());
  EXPECT_FALSE(series.least(quantity).has_value());
  EXPECT_FALSE(series.greatest(quantity).has_value());
}

TEST(Series, spreads_as_many_as_are_wanted_from_first_to_last) {
  const auto series = series_of(100, 9);
  EXPECT_THAT(times(series.spread(3)), ElementsAre(0, 4, 8));
  EXPECT_THAT(times(series.spread(2)), ElementsAre(0, 8));
  EXPECT_EQ(series.spread(9).size(), 9u);
  EXPECT_EQ(series.spread(1000).size(), 9u);
  EXPECT_TRUE(Series().spread(2).empty());
}

}  // namespace
}  // namespace winnow::watch
