#include "read/decimal.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

/// Reads the text in the midst of other bytes; if it is taken, it must be what strtod says.
bool takes(const std::string& text) {
  const auto padded = "9.9,12345678" + text + ",12345678";
  double value = 0;
  if (!parse_plain_decimal(std::string_view(padded).substr(12, text.size()), value)) return false;
  char* end = nullptr;
  const double expected = std::strtod(text.c_str(), &end);
  EXPECT_EQ(end, text.c_str() + text.size()) << text;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(value), std::bit_cast<std::uint64_t>(expected)) << text;
  return true;
}

std::string printed(const char* format, double value) {
  char text[400];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string some_digits(base::RandomSequence& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count) digits += static_cast<char>('0' + random.below(10));
  return digits;
}

TEST(PlainDecimal, is_read_as_by_strtod_whatever_the_number_of_digits) {
  base::RandomSequence random(20260501, 0);
  for (std::size_t whole = 1; whole <= 19; ++whole) {
    for (std::size_t places = 0; whole + places <= 19; ++places) {
      for (int round = 0; round < 300; ++round) {
        auto text = some_digits(random, whole) + (places > 0 ? "." + some_digits(random, places) : "");
        if (random.below(2) == 0) text = "-" + text;
        EXPECT_TRUE(takes(text)) << text;
      }
    }
  }
}

TEST(PlainDecimal, is_read_as_by_strtod_as_programs_print_it) {
  base::RandomSequence random(20260502, 0);
  int taken = 0;
  for (int round = 0; round < 200'000; ++round) {
    const double value = (random.uniform() - 0.3) * std::pow(10.0, static_cast<double>(random.below(9)) - 3);
    taken += takes(printed("%.17g", value)) ? 1 : 0;
    takes(printed("%.6f", value));
    takes(printed("%g", value));
  }
  EXPECT_GT(taken, 170'000);
}

TEST(PlainDecimal, is_rounded_to_even_halfway_between_two_doubles) {
  base::RandomSequence random(20260503, 0);
  int halfway = 0;
  for (int round = 0; round < 100'000; ++round) {
    // 54 bits, the last of them set: the middle between two doubles, with up to three binary places.
    const auto odd = (std::uint64_t{1} << 53) | (random() >> 11) | 1;
    const auto shift = random.below(4);
    const auto whole = odd >> shift;
    auto text = std::to_string(whole);
    const auto eighths = (odd & ((std::uint64_t{1} << shift) - 1)) << (3 - shift);
    if (shift > 0) text += "." + std::to_string(1000 + eighths * 125).substr(1);
    halfway += takes(text) ? 1 : 0;
    takes(text.substr(0, text.size() - 1) + static_cast<char>('0' + random.below(10)));
  }
  EXPECT_GT(halfway, 50'000);
}

TEST(PlainDecimal, keeps_the_sign_of_zero) {
  for (const std::string text : {"0", "-0", "0.0", "-0.0", "-0.0000000000000000", "0.000000000000000000"}) {
    EXPECT_TRUE(takes(text)) << text;
  }
}

TEST(PlainDecimal, leaves_every_other_text_alone) {
  for (const std::string text : {"",
                                 "-",
                                 ".",
                                 "-.",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e5",
                                 "1.5e-05",
                                 "0x10",
                                 "1,5",
                                 "12abc",
                                 "inf",
                                 "nan",
                                 "--1",
                                 "1.2.3",
                                 " 1",
                                 "1 ",
                                 "1234567.1234567a",
                                 "1234567,12345678",
                                 "1.234567890123456:",
                                 "1.23456789/1234567",
                                 "12.34567.9012345678",
                                 "12345678901234567890",
                                 "1.2345678901234567890",
                                 "0.00000000000000000001",
                                 "00.123456789012345678",
                                 "123456789012345678.90",
                                 "-"}) {
    EXPECT_FALSE(takes(text)) << text;
  }
}

TEST(PlainDecimal, takes_no_text_with_a_byte_that_strtod_would_not) {
  base::RandomSequence random(20260504, 0);
  for (int round = 0; round < 300'000; ++round) {
    auto text = printed("%.17g", random.uniform() * 1000);
    text[random.below(text.size())] = static_cast<char>(1 + random.below(255));
    takes(text);
  }
}

}  // namespace
}  // namespace winnow::read
