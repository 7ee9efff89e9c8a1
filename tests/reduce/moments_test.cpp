#include "winnow/reduce/moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "reduce/exact_reference.hpp"
#include "reduce/student.hpp"

namespace winnow::reduce {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

Moments moments_of(std::span<const double> values) {
  Moments moments;
  for (const double x : values) moments.add(x);
  return moments;
}

Moments moments_of(std::initializer_list<double> values) {
  return moments_of(std::span(values.begin(), values.size()));
}

base::Buffer encoding_of(const Moments& moments) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  moments.encode(out);
  return bytes;
}

bool is_plus_zero(double x) {
  return x == 0 && !std::signbit(x);
}
bool is_minus_zero(double x) {
  return x == 0 && std::signbit(x);
}

TEST(Moments, are_the_same_whether_values_come_one_by_one_or_together) {
  for (const auto& family : test::families()) {
    SCOPED_TRACE(family.name);
    base::RandomSequence random(11, 0);
    for (int repeat = 0; repeat < 100; ++repeat) {
      std::vector<double> values(random.below(40));
      for (auto& x : values) x = random.below(10) == 0 ? nan : family.draw(random);
      for (auto& x : values) x = random.below(10) == 0 ? (random() % 2 == 0 ? 0.0 : -0.0) : x;
      Moments together;
      together.add(0.5);
      together.add(values);
      Moments single;
      single.add(0.5);
      for (const double x : values) single.add(x);
      ASSERT_EQ(encoding_of(together), encoding_of(single));
    }
  }
}

TEST(Moments, of_many_missing_values_or_zeros_are_those_of_each) {
  for (const double x : {nan, 0.0, -0.0}) {
    Moments together;
    together.add(std::vector<double>(20, x));
    EXPECT_EQ(encoding_of(together), encoding_of(moments_of(std::vector<double>(20, x))));
  }
}

TEST(Moments, are_undefined_without_values_but_for_the_counts) {
  const auto moments = moments_of({nan, nan});
  EXPECT_EQ(moments.count(), 0U);
  EXPECT_EQ(moments.missing(), 2U);
  for (const double x : {moments.minimum(), moments.maximum(), moments.mean(), moments.standard_deviation(),
                         moments.standard_error(), moments.confidence_95()}) {
    EXPECT_TRUE(std::isnan(x));
  }
}

TEST(Moments, of_one_value_have_no_spread) {
  const auto moments = moments_of({-0.1, nan});
  EXPECT_EQ(moments.count(), 1U);
  EXPECT_EQ(moments.missing(), 1U);
  EXPECT_EQ(moments.mean(), -0.1);
  EXPECT_EQ(moments.minimum(), -0.1);
  EXPECT_EQ(moments.maximum(), -0.1);
  EXPECT_TRUE(std::isnan(moments.standard_deviation()));
  EXPECT_TRUE(std::isnan(moments.standard_error()));
  EXPECT_TRUE(std::isnan(moments.confidence_95()));
}

TEST(Moments, of_two_values_are_what_the_hand_computes) {
  const auto moments = moments_of({1.0, 4.0});
  EXPECT_EQ(moments.mean(), 2.5);
  EXPECT_EQ(moments.standard_deviation(), std::sqrt(4.5));
  EXPECT_EQ(moments.standard_error(), 1.5);
  EXPECT_DOUBLE_EQ(moments.confidence_95(), 1.5 * 12.706204736174705);
}

TEST(Moments, have_a_correctly_rounded_sum_even_of_nothing) {
  EXPECT_TRUE(is_plus_zero(moments_of({}).sum()));
  EXPECT_TRUE(is_plus_zero(moments_of({nan}).sum()));
  EXPECT_EQ(moments_of({0.1, 0.2, -0.3}).sum(), std::ldexp(1.0, -55)) << "0.1 + 0.2 rounds up by twice that";
  EXPECT_EQ(moments_of({largest, -1.0, largest, -largest, 1.0}).sum(), largest);
  EXPECT_EQ(moments_of({-largest, -largest}).sum(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(moments_of({-1.0, 1e100, -2.0, -1e100}).sum(), -3.0);
}

TEST(Moments, of_equal_values_have_exactly_no_deviation) {
  for (const double x : {0.1, -1e300, 3 * least, largest, 0.0, 1.0 / 3}) {
    const auto moments = moments_of(std::vector<double>(1000, x));
    EXPECT_EQ(moments.mean(), x);
    EXPECT_TRUE(is_plus_zero(moments.standard_deviation())) << x;
    EXPECT_TRUE(is_plus_zero(moments.standard_error())) << x;
    EXPECT_TRUE(is_plus_zero(moments.confidence_95())) << x;
  }
}

TEST(Moments, take_the_extremes_of_all_signs_with_minus_zero_below_plus_zero) {
  for (const auto& moments : {moments_of({0.0, -0.0}), moments_of({-0.0, 0.0})}) {
    EXPECT_TRUE(is_minus_zero(moments.minimum()));
    EXPECT_TRUE(is_plus_zero(moments.maximum()));
    EXPECT_TRUE(is_plus_zero(moments.mean()));
  }
  EXPECT_TRUE(is_minus_zero(moments_of({-0.0}).maximum()));
  EXPECT_TRUE(is_plus_zero(moments_of({-0.0}).mean()));
  const auto negative = moments_of({-2.0, -1.0, -3.0});
  EXPECT_EQ(negative.minimum(), -3.0);
  EXPECT_EQ(negative.maximum(), -1.0);
  const auto both = moments_of({-least, largest, -largest, least});
  EXPECT_EQ(both.minimum(), -largest);
  EXPECT_EQ(both.maximum(), largest);
  EXPECT_TRUE(is_plus_zero(both.mean()));
}

TEST(Moments, round_a_mean_halfway_between_doubles_to_even) {
  EXPECT_EQ(moments_of({1.0, 1.0 + epsilon}).mean(), 1.0);
  EXPECT_EQ(moments_of({1.0 + epsilon, 1.0 + 2 * epsilon}).mean(), 1.0 + 2 * epsilon);
  EXPECT_EQ(moments_of({1.0, 1.0 + epsilon, 1e-300, -1.0, 1.0, -1.0, 1.0, -1e-300}).mean(),
            (2 + epsilon) / 8);
  EXPECT_EQ(moments_of({2 * least, least}).mean(), 2 * least);
}

TEST(Moments, round_where_the_result_is_subnormal) {
  EXPECT_TRUE(is_plus_zero(moments_of({least, 0.0}).mean()));
  EXPECT_EQ(moments_of({least, least, 0.0}).mean(), least);
  EXPECT_EQ(moments_of({least, 3 * least}).mean(), 2 * least);
  EXPECT_EQ(moments_of({0.0, least}).standard_deviation(), least) << "0.71 of the least";
  EXPECT_TRUE(is_plus_zero(moments_of({0.0, 0.0, 0.0, least}).standard_error())) << "a quarter of the least";
}

TEST(Moments, deviate_infinitely_only_where_no_double_is_large_enough) {
  EXPECT_EQ(moments_of({largest, -largest}).standard_deviation(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(moments_of({largest, -largest}).standard_error(), largest);
  EXPECT_EQ(moments_of({largest / 2, -largest / 2}).standard_deviation(), std::sqrt(0.5) * largest);
}

TEST(Moments, keep_the_statistics_that_naive_sums_lose) {
  EXPECT_EQ(moments_of({1e300, 1.0, -1e300, 1.0, 1e-300, -1e-300}).mean(), 1.0 / 3);
  const auto shifted = moments_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  EXPECT_EQ(shifted.mean(), 1e9 + 10);
  EXPECT_EQ(shifted.standard_deviation(), std::sqrt(30.0));
}

TEST(Moments, are_correctly_rounded_on_every_family_of_values) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(11, 1);
    Moments moments;
    test::ExactSums expected;
    for (std::uint64_t n = 1; n <= 60; ++n) {
      const double x = family.draw(random);
      moments.add(x);
      expected.add(x);
      if (n > 8 && n % 7 != 0) continue;
      ASSERT_EQ(moments.mean(), expected.mean()) << family.name << ' ' << n;
      if (n < 2) continue;
      ASSERT_EQ(moments.standard_deviation(), expected.standard_deviation()) << family.name << ' ' << n;
      ASSERT_EQ(moments.standard_error(), expected.standard_error()) << family.name << ' ' << n;
      ASSERT_EQ(moments.confidence_95(), student_quantile_975(n - 1) * expected.standard_error());
    }
  }
}

/// The reference holds each sum of k·2^-70 as an integer: 50-bit k make both fit into 128 bits.
TEST(Moments, of_ten_million_values_beside_cancelling_giants_are_correctly_rounded) {
  constexpr int values = 10'000'000, pairs = 1000, scale = -70;
  constexpr double giant = 1e300;
  __extension__ typedef __int128 Wide;
  Moments moments;
  Wide sum = 0, squares = 0;
  const base::RandomSequence::result_type step = 0x9e3779b97f4a7c15;
  base::RandomSequence::result_type state = base::Random(12, 1).bits(0);
  for (int i = 0; i < values; ++i) {
    state = (state ^ (state >> 29)) * step + 1;
    const auto k = static_cast<std::int64_t>(state) >> 14;
    sum += k;
    squares += Wide{k} * k;
    moments.add(std::ldexp(static_cast<double>(k), scale));
    if (i % (values / pairs) == 0) moments.add(giant);
    if (i % (values / pairs) == 77) moments.add(-giant);
  }
  const auto unit = test::power_of_two(scale);
  test::ExactSums expected;
  expected.count = values + 2 * pairs;
  expected.sum = test::Rational(test::Integer(sum)) * unit;
  expected.squares = test::Rational(test::Integer(squares)) * unit * unit +
                     2 * pairs * test::exact(giant) * test::exact(giant);
  ASSERT_EQ(moments.count(), expected.count);
  EXPECT_EQ(moments.mean(), expected.mean());
  EXPECT_EQ(moments.standard_deviation(), expected.standard_deviation());
  EXPECT_EQ(moments.standard_error(), expected.standard_error());
}

/// Splits the values at random and merges the parts in a random tree, in memory or through the encoding.
Moments merged_at_random(std::span<const double> values, base::RandomSequence& random) {
  if (values.size() <= 1 || random.below(8) == 0) return moments_of(values);
  const auto cut = random.below(values.size() + 1);
  auto left = merged_at_random(values.first(cut), random);
  auto right = merged_at_random(values.subspan(cut), random);
  if (random() % 2 == 0) std::swap(left, right);
  if (random() % 2 == 0) {
    left.merge(right);
  } else {
    const auto bytes = encoding_of(right);
    base::Decoder in(bytes);
    EXPECT_TRUE(Moments::merge_encoded(in, left));
    EXPECT_TRUE(in.at_end());
  }
  return left;
}

TEST(Moments, have_one_encoding_whatever_the_order_and_the_tree_of_merges) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(13, 1);
    std::vector<double> values;
    for (int i = 0; i < 150; ++i) values.push_back(random.below(20) == 0 ? nan : family.draw(random));
    values.insert(values.end(), {0.0, -0.0});
    const auto whole = encoding_of(moments_of(values));
    for (int tree = 0; tree < 20; ++tree) {
      std::shuffle(values.begin(), values.end(), random);
      const auto moments = merged_at_random(values, random);
      ASSERT_EQ(encoding_of(moments), whole) << family.name;
      ASSERT_EQ(moments.count() + moments.missing(), values.size());
    }
  }
}

TEST(Moments, encode_what_a_decoder_reads_back_in_full) {
  for (const auto& moments :
       {Moments(), moments_of({nan}), moments_of({0.0}), moments_of({0.1, -7e300, nan, 5e-324})}) {
    const auto bytes = encoding_of(moments);
    base::Decoder in(bytes);
    Moments back;
    ASSERT_TRUE(Moments::merge_encoded(in, back));
    EXPECT_TRUE(in.at_end());
    EXPECT_EQ(encoding_of(back), bytes);
    EXPECT_EQ(back.missing(), moments.missing());
  }
}

TEST(Moments, refuse_bytes_cut_short_anywhere) {
  const auto bytes = encoding_of(moments_of({0.1, 0.2, nan}));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    base::Decoder in{std::span(bytes).first(size)};
    Moments into;
    EXPECT_FALSE(Moments::merge_encoded(in, into)) << size;
  }
}

TEST(Moments, are_small_in_memory_and_in_bytes) {
  Moments moments;
  base::RandomSequence random(14, 1);
  for (int i = 0; i < 10000; ++i) moments.add(static_cast<double>(random.below(10000)) / 1e4);
  EXPECT_EQ(sizeof moments, 128U);
  EXPECT_EQ(moments.heap_memory().count, 0U);
  EXPECT_LE(encoding_of(moments).size(), 80U);
  moments.add(1e300);
  EXPECT_GT(moments.heap_memory().count, 0U);
  EXPECT_LE(moments.heap_memory().count, 440U);
}

}  // namespace
}  // namespace winnow::reduce
