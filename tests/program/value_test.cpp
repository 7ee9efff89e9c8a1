#include "winnow/program/value.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace winnow::program {
namespace {

TEST(Value, reals_read_back_to_the_same_bits) {
  for (const double value :
       {0.1, 1.0 / 3, -2.5e-310, 1e22, 123456789.0, std::numeric_limits<double>::max(), -0.0}) {
    const auto text = to_text(value);
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
  }
}

TEST(Value, reals_are_written_in_the_fewest_digits_and_as_reals) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(2.0), "2.0");
  EXPECT_EQ(to_text(1e-7), "1e-07");
}

TEST(Value, integers_have_no_point_and_words_no_quotes) {
  EXPECT_EQ(to_text(std::int64_t{-3}), "-3");
  EXPECT_EQ(to_text(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(to_text(std::string("spray and wait")), "spray and wait");
}

}  // namespace
}  // namespace winnow::program
