#include "winnow/reduce/exact_sum.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "reduce/exact_reference.hpp"

namespace winnow::reduce {
namespace {

using test::exact;
using test::Integer;
using test::Rational;

constexpr double largest = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();

Rational value_of(const ExactSum& sum) {
  Integer value = 0;
  const auto limbs = sum.limbs();
  for (std::size_t i = limbs.size(); i-- > 0;) value = (value << 64) + limbs[i];
  if (sum.is_negative()) value -= Integer(1) << static_cast<unsigned>(64 * limbs.size());
  return Rational(value) * test::power_of_two(64 * (static_cast<int>(sum.first_limb()) -
                                                    static_cast<int>(ExactSum::fraction_limbs)));
}

base::Buffer encoding_of(const ExactSum& sum) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  sum.encode(out);
  return bytes;
}

bool merge_bytes(const base::Buffer& bytes, ExactSum& into) {
  base::Decoder in(bytes);
  return into.merge_encoded(in) && in.at_end();
}

TEST(ExactSum, is_zero_without_terms) {
  EXPECT_EQ(value_of(ExactSum{}), 0);
  EXPECT_EQ(encoding_of(ExactSum{}).size(), 2);
}

TEST(ExactSum, holds_every_power_of_two_of_either_sign_and_its_square) {
  for (int power = -1074; power <= 1023; ++power) {
    for (const double x : {std::ldexp(1.0, power), -std::ldexp(1.0, power)}) {
      ExactSum sum, squares;
      sum.add(x);
      squares.add_square(x);
      ASSERT_EQ(value_of(sum), exact(x)) << x;
      ASSERT_EQ(value_of(squares), exact(x) * exact(x)) << x;
    }
  }
}

TEST(ExactSum, holds_significands_of_all_ones_and_their_squares_at_every_position) {
  for (int power = -1074; power <= 1023; ++power) {
    const double x = std::ldexp(2.0 - std::numeric_limits<double>::epsilon(), power);
    ExactSum sum, squares;
    for (const double term : {x, -x, -x, x, -x}) {
      sum.add(term);
      squares.add_square(term);
    }
    ASSERT_EQ(value_of(sum), -exact(x)) << x;
    ASSERT_EQ(value_of(squares), 5 * exact(x) * exact(x)) << x;
  }
}

TEST(ExactSum, is_exact_after_every_term_of_every_family) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(7, 1);
    ExactSum sum, squares;
    Rational expected = 0, expected_squares = 0;
    for (int i = 0; i < 120; ++i) {
      const double x = family.draw(random);
      sum.add(x);
      squares.add_square(x);
      expected += exact(x);
      expected_squares += exact(x) * exact(x);
      ASSERT_EQ(value_of(sum), expected) << family.name << " at " << i;
      ASSERT_EQ(value_of(squares), expected_squares) << family.name << " at " << i;
    }
  }
}

TEST(ExactSum, carries_and_borrows_through_limbs_that_no_term_touched) {
  ExactSum sum;
  for (const double x : {1e300, -least, least, least, -1e300, -least, -least}) sum.add(x);
  EXPECT_EQ(value_of(sum), -exact(least));
}

TEST(ExactSum, carries_through_squares_that_have_filled_every_bit) {
  ExactSum squares;
  constexpr int bits = 200;
  for (int bit = 0; bit < bits; bit += 2) {
    for (int times = 0; times < 3; ++times) squares.add_square(std::ldexp(1.0, bit / 2));
  }
  ASSERT_EQ(value_of(squares), test::power_of_two(bits) - 1);
  squares.add_square(1.0);
  EXPECT_EQ(value_of(squares), test::power_of_two(bits));
}

/// The term before lies one limb lower: its window ends one limb too early for the others.
TEST(ExactSum, takes_thousands_of_terms_at_every_alignment) {
  constexpr int times = 1 << 13;
  for (int power = 0; power < 64; ++power) {
    for (const double sign : {1.0, -1.0}) {
      const double x = std::ldexp(sign * (2.0 - std::numeric_limits<double>::epsilon()), power);
      const double before = std::ldexp(x, -64);
      ExactSum sum;
      sum.add(before);
      for (int i = 0; i < times; ++i) sum.add(x);
      ASSERT_EQ(value_of(sum), exact(before) + exact(x) * times) << x;
    }
  }
}

TEST(ExactSum, takes_millions_of_squares_at_the_alignment_that_fills_most) {
  constexpr int times = 1 << 24;
  const double x = std::ldexp(2.0 - std::numeric_limits<double>::epsilon(), -13);
  const double before = std::ldexp(x, -32);
  ExactSum squares;
  squares.add_square(before);
  squares.add_square(x);
  ASSERT_EQ(std::bit_width(squares.limbs()[3]), 40)
      << "of 106 bits, as many as there can be in the third limb";
  for (int i = 1; i < times; ++i) squares.add_square(x);
  EXPECT_EQ(value_of(squares), exact(before) * exact(before) + exact(x) * exact(x) * times);
}

TEST(ExactSum, encodes_equal_sums_equally_whatever_their_history) {
  ExactSum plain, eventful;
  plain.add(0.1);
  for (const double x : {largest, least, 0.1, -least, -largest, 0.0, -0.0}) eventful.add(x);
  EXPECT_GT(eventful.limbs().size(), plain.limbs().size());
  EXPECT_EQ(encoding_of(eventful), encoding_of(plain));
  plain.add(-0.1);
  EXPECT_EQ(encoding_of(plain), encoding_of(ExactSum{}));
}

TEST(ExactSum, encodes_a_number_in_about_the_bytes_of_its_significant_bits) {
  ExactSum sum;
  sum.add(-256.0);
  EXPECT_EQ(encoding_of(sum).size(), 4) << "two of offset, one of length, one of value";
  sum.add(256.0 + 0.1);
  EXPECT_LE(encoding_of(sum).size(), 11);
}

TEST(ExactSum, comes_back_from_its_encoding_into_a_sum_that_is_not_empty) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(8, 2);
    ExactSum total;
    Rational expected = 0;
    for (int i = 0; i < 120; ++i) {
      const double x = family.draw(random);
      ExactSum one;
      if (i % 3 == 0) one.add_square(x);
      if (i % 3 != 0) one.add(x);
      expected += value_of(one);
      ASSERT_TRUE(merge_bytes(encoding_of(one), total));
      ASSERT_EQ(value_of(total), expected) << family.name << " at " << i;
    }
  }
}

TEST(ExactSum, merges_sums_of_either_sign_and_any_window) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(9, 3);
    Rational expected = 0;
    ExactSum total;
    for (int part = 0; part < 50; ++part) {
      ExactSum sum;
      for (auto terms = random.below(4); terms > 0; --terms) sum.add(family.draw(random));
      expected += value_of(sum);
      total.merge(sum);
      ASSERT_EQ(value_of(total), expected) << family.name << " at " << part;
    }
  }
}

/// 2^63 times one term, by doubling: in memory and through the encoding.
TEST(ExactSum, has_room_for_two_to_the_63_terms) {
  for (const double x :
       {largest, -largest, least, -least, 1.0, -0.7, std::ldexp(1.0, -1 - 11), std::ldexp(1.0, 62)}) {
    ExactSum sum, squares, encoded;
    sum.add(x);
    encoded.add(x);
    squares.add_square(x);
    for (int doubling = 1; doubling <= 63; ++doubling) {
      sum.merge(ExactSum(sum));
      squares.merge(ExactSum(squares));
      ASSERT_TRUE(merge_bytes(encoding_of(encoded), encoded));
      const Rational times = test::power_of_two(doubling);
      ASSERT_EQ(value_of(sum), times * exact(x)) << x << " at " << doubling;
      ASSERT_EQ(value_of(encoded), times * exact(x)) << x << " at " << doubling;
      ASSERT_EQ(value_of(squares), times * exact(x) * exact(x)) << x << " at " << doubling;
    }
    EXPECT_LE(sum.limbs().size(), 4) << "no wider than its value takes";
    EXPECT_LE(squares.first_limb() + squares.limbs().size(), ExactSum::limbs_at_most);
  }
}

TEST(ExactSum, takes_terms_after_a_merge_has_filled_its_last_limb) {
  ExactSum total;
  for (int i = 0; i < 4; ++i) {
    ExactSum one;
    one.add(std::ldexp(1.0, 62));
    ASSERT_TRUE(merge_bytes(encoding_of(one), total));
    total.add(std::ldexp(1.0, -2));
  }
  EXPECT_EQ(value_of(total), test::power_of_two(64) + 1);
}

TEST(ExactSum, takes_merges_that_fill_its_last_limb_little_by_little) {
  for (const double x : {std::ldexp(1.75, 60), -std::ldexp(1.75, 60)}) {
    ExactSum one, total;
    one.add(x);
    for (int i = 1; i <= 100; ++i) {
      ASSERT_TRUE(merge_bytes(encoding_of(one), total));
      ASSERT_EQ(value_of(total), exact(x) * i);
    }
  }
}

TEST(ExactSum, copies_share_nothing_and_moves_leave_zero) {
  ExactSum wide, narrow;
  wide.add(1e300);
  wide.add(1e-300);
  narrow.add(3.0);
  ASSERT_GT(wide.heap_memory().count, 0U);
  for (const auto& original : {wide, narrow}) {
    const auto value = value_of(original);
    ExactSum copy(original), target;
    target.add(1e-308);
    target.add(1e308);
    target = copy;
    target.add(1.0);
    EXPECT_EQ(value_of(copy), value);
    ExactSum moved(std::move(copy));
    EXPECT_EQ(value_of(moved), value);
    EXPECT_EQ(value_of(copy), 0);  // NOLINT(bugprone-use-after-move): promised
    copy = std::move(moved);
    copy.add(1.0);
    EXPECT_EQ(value_of(copy), value_of(target));
    ExactSum reused(std::move(copy));
    copy = ExactSum();
    copy.add(2.0);
    EXPECT_EQ(value_of(copy), 2);
  }
}

TEST(ExactSum, takes_no_heap_for_squares_within_ten_decades) {
  ExactSum sum, squares;
  for (const double x : {1e-5, 0.123, 42.0, 99999.0, 0.0}) {
    sum.add(x);
    squares.add_square(x);
  }
  EXPECT_EQ(sum.heap_memory().count, 0U);
  EXPECT_EQ(squares.heap_memory().count, 0U);
}

TEST(ExactSum, refuses_bytes_that_are_no_sum) {
  ExactSum sum;
  sum.add(0.1);
  auto bytes = encoding_of(sum);
  bytes.pop_back();
  EXPECT_FALSE(merge_bytes(bytes, sum)) << "cut short";
  for (const std::uint64_t offset : {std::uint64_t{530}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
    base::Buffer beyond;
    base::Encoder out(beyond);
    out.put_varint(offset);
    out.put_bytes(std::vector<std::byte>(8, std::byte{1}));
    EXPECT_FALSE(merge_bytes(beyond, sum)) << "byte " << offset << " is beyond any sum";
  }
}

}  // namespace
}  // namespace winnow::reduce
