#include "read/number.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace winnow::read {
namespace {

TEST(ParseNumber, rounds_correctly) {
  // Halfway between 1 and the next double, and a little above: 1 + 2^-53 ties to even.
  EXPECT_EQ(parse_number("1.00000000000000011102230246251565404236316680908203125"), 1.0);
  EXPECT_EQ(parse_number("1.00000000000000011102230246251565404236316680908203126"), 1.0000000000000002);
  EXPECT_EQ(parse_number("4.9406564584124654e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(ParseNumber, takes_the_usual_spellings) {
  EXPECT_EQ(parse_number("42"), 42.0);
  EXPECT_EQ(parse_number("-1.5e3"), -1500.0);
  EXPECT_EQ(parse_number("+7"), 7.0);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("1.0E+2"), 100.0);
  EXPECT_TRUE(std::signbit(*parse_number("-0")));
  EXPECT_EQ(parse_number("1e-400"), 0.0);
}

TEST(ParseNumber, refuses_what_is_no_finite_decimal_number) {
  for (const auto* text : {"", "inf", "-Infinity", "nan", "1e400", "0x10", "1,5", "12abc", "+-1", "++1", "-",
                           "e5", ".", "1e", " 1", "1 ", "1_000", "\u0661"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(IsRefusedNumber, knows_what_was_written_as_a_number) {
  for (const auto* text : {"1e400", "-1e400", "+1e400", "0x10", "-0XFF", "1,5", "-1,5", "1,"}) {
    EXPECT_TRUE(is_refused_number(text)) << text;
  }
  for (const auto* text : {"", "+", "-", "12abc", "inf", "-Infinity", "nan", "red", "2024-01-02", "1,5,6",
                           ",5", "a,b", "0x1g", "10.0.0.1", "7"}) {
    EXPECT_FALSE(is_refused_number(text)) << text;
  }
}

TEST(ParseInteger, takes_signs_and_all_64_bits) {
  EXPECT_EQ(parse_integer("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_integer("+9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_integer("007"), 7);
}

TEST(ParseInteger, refuses_overflow_and_all_else) {
  for (const auto* text :
       {"9223372036854775808", "-9223372036854775809", "", "-", "+-1", "1.0", "1e3", "0x1", "1 "}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(IsNanWord, knows_it_in_any_case_and_nothing_else) {
  EXPECT_TRUE(is_nan_word("NaN"));
  EXPECT_TRUE(is_nan_word("nan"));
  EXPECT_TRUE(is_nan_word("NAN"));
  for (const auto* text : {"", "na", "-nan", "nan(1)", "nano", "\x0e\x01\x0e"})
    EXPECT_FALSE(is_nan_word(text)) << text;
}

}  // namespace
}  // namespace winnow::read
