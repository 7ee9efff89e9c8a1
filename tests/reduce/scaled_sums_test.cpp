#include "reduce/scaled_sums.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "reduce/exact_reference.hpp"

namespace winnow::reduce {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double least_normal = std::numeric_limits<double>::min();

base::Buffer encoding_of(const ExactSum& sum) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  sum.encode(out);
  return bytes;
}

TEST(ScaledSums, take_what_is_within_reach_of_the_largest_and_refuse_what_is_not) {
  for (const double top : {1.0, largest, 1e-200, 1024 * least_normal}) {
    ScaledSums sums(top);
    EXPECT_TRUE(sums.add(top));
    EXPECT_TRUE(sums.add(-std::ldexp(top, -10)));
    EXPECT_FALSE(sums.add(std::ldexp(top, -11)));
    EXPECT_FALSE(sums.add(0.0));
    EXPECT_FALSE(sums.add(-0.0));
    EXPECT_FALSE(sums.add(nan));
  }
}

TEST(ScaledSums, refuse_subnormal_values) {
  const double subnormal = std::nextafter(least_normal, 0);
  EXPECT_FALSE(ScaledSums(least_normal).add(subnormal));
  EXPECT_FALSE(ScaledSums(subnormal).add(subnormal));
  EXPECT_TRUE(ScaledSums(least_normal).add(-least_normal));
}

TEST(ScaledSums, are_to_the_last_bit_what_adding_one_by_one_gives) {
  for (const auto& family : test::families()) {
    SCOPED_TRACE(family.name);
    base::RandomSequence random(3, 0);
    for (int repeat = 0; repeat < 100; ++repeat) {
      std::vector<double> values(1 + random.below(200));
      double top = 0;
      for (auto& x : values) {
        x = family.draw(random);
        top = std::max(top, std::abs(x));
      }
      ExactSum sum, squares, expected_sum, expected_squares;
      ScaledSums sums(top);
      for (const double x : values) {
        expected_sum.add(x);
        expected_squares.add_square(x);
        if (sums.add(x)) continue;
        sum.add(x);
        squares.add_square(x);
      }
      sums.fold_into(sum, squares);
      ASSERT_EQ(encoding_of(sum), encoding_of(expected_sum));
      ASSERT_EQ(encoding_of(squares), encoding_of(expected_squares));
    }
  }
}

TEST(ScaledSums, need_no_more_memory_than_adding_one_by_one) {
  base::RandomSequence random(5, 0);
  ExactSum sum, squares, expected_sum, expected_squares;
  for (int repeat = 0; repeat < 1000; ++repeat) {
    ScaledSums sums(40.0);
    for (int i = 0; i < 100; ++i) {
      const double x = 20 + 20 * random.uniform();
      ASSERT_TRUE(sums.add(x));
      expected_sum.add(x);
      expected_squares.add_square(x);
    }
    sums.fold_into(sum, squares);
  }
  EXPECT_EQ(sum.heap_memory(), expected_sum.heap_memory());
  EXPECT_EQ(squares.heap_memory(), expected_squares.heap_memory());
}

}  // namespace
}  // namespace winnow::reduce
