#pragma once
// Doubles as integers of the same order.

#include <bit>
#include <cstdint>
#include <limits>

namespace winnow::reduce {

/// A double whose bits stand in its order, −0 below +0: the totalOrder of IEEE 754-2019, 5.10.
using OrderedBits = std::int64_t;

namespace ordered_bits {

/// Its own inverse but for the type.
constexpr OrderedBits flip(OrderedBits bits) {
  return bits ^ ((bits >> 63) & std::numeric_limits<OrderedBits>::max());
}

constexpr OrderedBits of(double x) {
  return flip(std::bit_cast<OrderedBits>(x));
}

constexpr double value(OrderedBits bits) {
  return std::bit_cast<double>(flip(bits));
}

}  // namespace ordered_bits
}  // namespace winnow::reduce
