#pragma once
// Exact sums of many values of like magnitude, without a window of limbs that each of them must find.

#include <bit>
#include <cstdint>

#include "winnow/reduce/exact_sum.hpp"

namespace winnow::reduce {

/// The sums of values and of their squares as integers in a common unit, as long as the values are less than
/// 2^reach apart in magnitude: a few integer instructions each, all in registers. At most 2^48 values.
class ScaledSums {
 public:
  /// Binary orders of magnitude below the largest value, that are taken: a significand of 53 bits and they
  /// fill an integer of 63.
  static constexpr unsigned reach = 10;

  /// For values whose magnitude is at most that of `largest`.
  explicit ScaledSums(double largest) {
    const auto top = exponent_of(std::bit_cast<std::uint64_t>(largest));
    base_ = top > reach ? top - reach : 1;
  }

  /// False, and adds nothing, if x is too small (a zero among them) or NaN.
  bool add(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const unsigned shift = exponent_of(bits) - base_;
    if (shift > reach) [[unlikely]]
      return false;
    constexpr auto implicit_bit = std::uint64_t{1} << 52;
    const std::uint64_t magnitude = ((bits & (implicit_bit - 1)) | implicit_bit) << shift;
    const std::uint64_t sign = 0 - (bits >> 63);
    sum_ += static_cast<Wide>(static_cast<std::int64_t>((magnitude ^ sign) - sign));
    const Wide square = Wide{magnitude} * magnitude;
    squares_low_ += static_cast<std::uint64_t>(square);
    squares_high_ += static_cast<std::uint64_t>(square >> 64);
    return true;
  }

  void fold_into(ExactSum& sum, ExactSum& squares) const;

 private:
  using Wide = ExactSum::DoubleLimb;

  static unsigned exponent_of(std::uint64_t bits) { return static_cast<unsigned>(bits >> 52) & 0x7ff; }

  unsigned base_;  ///< the biased exponent of values in which a significand's lowest bit is the unit
  Wide sum_ = 0;   ///< in two's complement
  Wide squares_low_ = 0;
  Wide squares_high_ = 0;  ///< in units 2^64 times as large
};

}  // namespace winnow::reduce
