#include "winnow/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace winnow::base {
namespace {

// The known-answer vectors that Random123 ships for philox4x32-10: words 0 and 1 of the first block.
TEST(Random, matches_the_known_answers_of_philox) {
  EXPECT_EQ(Random(0, 0).bits(0), 0xe169c58d6627e8d5u);
  const std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(Random(ones, ones).bits(ones), 0x41c83b0e408f276du);
}

TEST(Random, is_a_function_of_seed_stream_and_index) {
  EXPECT_EQ(Random(1, 2).bits(3), Random(1, 2).bits(3));
  std::set<std::uint64_t> values;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (std::uint64_t stream = 0; stream < 4; ++stream) {
      for (std::uint64_t index = 0; index < 64; ++index) values.insert(Random(seed, stream).bits(index));
    }
  }
  EXPECT_EQ(values.size(), 4u * 4u * 64u);
}

TEST(Random, uniform_fills_the_unit_interval_evenly) {
  const Random random(7, 0);
  double sum = 0, least = 1, most = 0;
  constexpr int n = 10000;
  for (int i = 0; i < n; ++i) {
    const double x = random.uniform(static_cast<std::uint64_t>(i));
    sum += x;
    least = std::min(least, x);
    most = std::max(most, x);
  }
  EXPECT_GE(least, 0);
  EXPECT_LT(most, 1);
  EXPECT_NEAR(sum / n, 0.5, 5 * 0.2887 / 100);  // five standard errors
}

TEST(RandomSequence, reads_the_same_numbers_in_order) {
  RandomSequence sequence(5, 6);
  const Random random(5, 6);
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_EQ(sequence(), random.bits(i));
  for (int i = 0; i < 100; ++i) EXPECT_LT(sequence.below(3), 3u);
}

}  // namespace
}  // namespace winnow::base
