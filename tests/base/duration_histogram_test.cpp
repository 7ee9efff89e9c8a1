#include "winnow/base/duration_histogram.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace winnow::base {
namespace {

TEST(DurationHistogram, counts_what_is_at_most_a_bound_below_it) {
  DurationHistogram histogram;
  for (const double seconds : {0.0, 1e-5, 1.1e-5, 1.0, 1.1, 1e4}) histogram.add(Seconds{seconds});
  histogram.add(Seconds{1e9}, 5);
  ASSERT_EQ(histogram.counts.size(), DurationHistogram::bin_count);
  EXPECT_EQ(histogram.counts[0], 2U);
  EXPECT_EQ(histogram.counts[1], 1U);
  EXPECT_EQ(histogram.counts[10], 1U) << "up to a second";
  EXPECT_EQ(histogram.counts[11], 1U);
  EXPECT_EQ(histogram.counts[18], 1U);
  EXPECT_EQ(histogram.counts.back(), 5U);
}

TEST(DurationHistogram, adds_up) {
  DurationHistogram one;
  DurationHistogram other;
  one.add(other);
  EXPECT_TRUE(one.counts.empty());
  other.add(Seconds{0.5}, 3);
  one.add(other);
  one.add(other);
  EXPECT_EQ(one.counts[10], 6U);
  EXPECT_EQ(std::accumulate(one.counts.begin(), one.counts.end(), std::uint64_t{0}), 6U);
}

}  // namespace
}  // namespace winnow::base
