#include "reduce/dyadic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "reduce/exact_reference.hpp"

namespace winnow::reduce {
namespace {

using test::Integer;
using test::Rational;

/// A Dyadic of this many units of 2^exponent; any exponent is shifted to a multiple of 64.
Dyadic dyadic(Integer units, int exponent) {
  while (exponent % 64 != 0) {
    units *= 2;
    --exponent;
  }
  Dyadic number;
  number.exponent = exponent;
  for (; units != 0; units >>= 64) {
    number.limbs[number.size++] =
        static_cast<std::uint64_t>(units & std::numeric_limits<std::uint64_t>::max());
  }
  return number;
}

Rational value_of(const Dyadic& number) {
  Integer value = 0;
  for (std::size_t i = number.size; i-- > 0;) value = (value << 64) + number.limbs[i];
  return Rational(value) * test::power_of_two(number.exponent);
}

constexpr std::uint64_t large = (std::uint64_t{1} << 63) - 1;

TEST(Dyadic, is_the_absolute_value_of_a_sum) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(3, 1);
    ExactSum sum;
    Rational expected = 0;
    for (int i = 0; i < 40; ++i) {
      const double x = family.draw(random);
      sum.add(x);
      expected += test::exact(x);
      ASSERT_EQ(value_of(magnitude(sum)), abs(expected)) << family.name;
    }
  }
  EXPECT_TRUE(magnitude(ExactSum{}).is_zero());
}

TEST(Dyadic, scatters_by_the_sum_of_squared_deviations) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(4, 1);
    ExactSum sum, squares;
    test::ExactSums expected;
    for (int i = 0; i < 40; ++i) {
      const double x = family.draw(random);
      sum.add(x);
      squares.add_square(x);
      expected.add(x);
      const Rational deviations = expected.squares * expected.count - expected.sum * expected.sum;
      ASSERT_EQ(value_of(scatter(sum, squares, expected.count)), deviations) << family.name;
    }
  }
}

TEST(Dyadic, scatters_into_a_limb_that_neither_sum_has) {
  for (int power = -32; power < 32; ++power) {
    const double x = std::ldexp(1.3, power);
    ExactSum sum, squares;
    for (const double term : {x, -x}) {
      sum.add(term);
      squares.add_square(term);
    }
    ASSERT_EQ(value_of(scatter(sum, squares, 2)), 4 * test::exact(x) * test::exact(x)) << power;
    ASSERT_EQ(value_of(scatter(ExactSum{}, squares, 2)), 4 * test::exact(x) * test::exact(x)) << power;
  }
}

/// What lies beyond a halfway case may be any number of bits away: in each limb of the way, in a remainder.
constexpr int farthest = 400;

TEST(Dyadic, rounds_a_quotient_that_lies_halfway_to_even_unless_anything_lies_beyond) {
  for (int far = 0; far <= farthest; ++far) {
    for (const Integer& half : {Integer((Integer(1) << 54) + 3), Integer((Integer(1) << 54) + 5)}) {
      for (const std::uint64_t divisor : {std::uint64_t{1}, large}) {
        const Integer units = (half << static_cast<unsigned>(far)) * divisor;
        for (const int beyond : {-1, 0, 1}) {
          const Rational value = Rational(units + beyond) * test::power_of_two(-far);
          ASSERT_EQ(rounded_quotient(dyadic(units + beyond, -far), {divisor}), test::rounded(value / divisor))
              << half << " and " << beyond << " at " << far << " over " << divisor;
        }
      }
    }
  }
}

TEST(Dyadic, rounds_a_root_that_lies_halfway_to_even_unless_anything_lies_beyond) {
  for (int far = 0; far <= farthest; ++far) {
    for (const Integer& half : {Integer((Integer(1) << 53) + 3), Integer((Integer(1) << 53) + 5)}) {
      for (const std::uint64_t n : {std::uint64_t{2}, large}) {
        const Integer divisor = Integer(n) * n * (n - 1);
        const Integer units = (half * half << static_cast<unsigned>(far)) * divisor;
        for (const int beyond : {-1, 0, 1}) {
          const Rational value = Rational(units + beyond) * test::power_of_two(-far);
          ASSERT_EQ(rounded_root(dyadic(units + beyond, -far), {n, n, n - 1}),
                    test::rounded_root(value / divisor))
              << half << " and " << beyond << " at " << far << " over " << divisor;
        }
      }
    }
  }
}

TEST(Dyadic, roots_of_squares_and_their_neighbours_are_right_to_the_last_bit) {
  base::RandomSequence random(5, 1);
  for (int i = 0; i < 500; ++i) {
    const Integer root = Integer(random() >> random.below(40)) + 2;
    const int exponent = static_cast<int>(random.below(200)) - 100;
    for (const Integer& units : {Integer(root * root), Integer(root * root + 1), Integer(root * root - 1)}) {
      const double expected = test::rounded_root(Rational(units) * test::power_of_two(exponent));
      ASSERT_EQ(rounded_root(dyadic(units, exponent), {}), expected) << units << " * 2^" << exponent;
    }
  }
}

TEST(Dyadic, divides_by_divisors_of_any_size) {
  base::RandomSequence random(6, 1);
  for (int i = 0; i < 400; ++i) {
    const Integer units = (Integer(random()) << static_cast<unsigned>(random.below(300))) + random();
    const auto n = (random() >> (1 + random.below(61))) + 2;
    const Rational value(units);
    ASSERT_EQ(rounded_quotient(dyadic(units, 0), {n}), test::rounded(value / n)) << units << " / " << n;
    ASSERT_EQ(rounded_root(dyadic(units, 0), {n, n, n - 1}), test::rounded_root(value / n / n / (n - 1)))
        << units << " / " << n;
  }
}

TEST(Dyadic, rounds_once_where_doubles_are_subnormal) {
  base::RandomSequence random(7, 1);
  for (int i = 0; i < 250; ++i) {
    const Integer units = Integer(random() >> random.below(60)) + 1;
    const int exponent = -1074 - 64 + static_cast<int>(random.below(66)) - 2;
    const Rational value = Rational(units) * test::power_of_two(exponent);
    ASSERT_EQ(rounded_quotient(dyadic(units, exponent), {3}), test::rounded(value / 3))
        << units << ' ' << exponent;
    ASSERT_EQ(rounded_quotient(dyadic(units, exponent), {1}), test::rounded(value))
        << units << ' ' << exponent;
    const Rational square = value * test::power_of_two(-1074);
    ASSERT_EQ(rounded_root(dyadic(units, exponent - 1074), {3}), test::rounded_root(square / 3)) << units;
  }
}

TEST(Dyadic, vanishes_below_half_of_the_least_double_and_at_it) {
  const double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(rounded_quotient(dyadic(1, -1074), {1}), least);
  EXPECT_EQ(rounded_quotient(dyadic(1, -1074), {2}), 0.0);
  EXPECT_EQ(rounded_quotient(dyadic((Integer(1) << 600) + 1, -1675), {1}), least) << "just above half";
  EXPECT_EQ(rounded_quotient(dyadic(1, -1074), {large}), 0.0);
  EXPECT_EQ(rounded_root(dyadic(1, -2176), {large, large, large}), 0.0);
}

TEST(Dyadic, is_infinite_from_half_a_unit_above_the_largest_double) {
  const Integer largest = (Integer(1) << 53) - 1;
  EXPECT_EQ(rounded_quotient(dyadic(largest, 971), {1}), std::numeric_limits<double>::max());
  EXPECT_EQ(rounded_quotient(dyadic(4 * largest + 1, 969), {1}), std::numeric_limits<double>::max());
  EXPECT_EQ(rounded_quotient(dyadic(4 * largest + 2, 969), {1}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(rounded_root(dyadic(1, 2048), {1}), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace winnow::reduce
