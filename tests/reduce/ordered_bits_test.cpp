#include "winnow/reduce/ordered_bits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace winnow::reduce {
namespace {

TEST(OrderedBits, stand_in_the_order_of_the_doubles_and_lead_back) {
  constexpr auto largest = std::numeric_limits<double>::max();
  constexpr auto least = std::numeric_limits<double>::denorm_min();
  constexpr std::array ascending{
      -std::numeric_limits<double>::infinity(), -largest, -1.5,   -1.0, -least, -0.0, 0.0, least,
      std::numeric_limits<double>::min(),       1.0,      largest};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    EXPECT_TRUE(i == 0 || ordered_bits::of(ascending[i - 1]) < ordered_bits::of(ascending[i])) << i;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(ordered_bits::value(ordered_bits::of(ascending[i]))),
              std::bit_cast<std::uint64_t>(ascending[i]));
  }
  EXPECT_EQ(ordered_bits::of(0.0), 0);
  EXPECT_EQ(ordered_bits::of(-0.0), -1);
}

}  // namespace
}  // namespace winnow::reduce
