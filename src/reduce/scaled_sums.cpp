#include "reduce/scaled_sums.hpp"

#include <array>

namespace winnow::reduce {
namespace {

using Limb = ExactSum::Limb;

/// A double of biased exponent e is a whole number of 2^(e − bias)
constexpr unsigned bias = 1075;

}  // namespace

void ScaledSums::fold_into(ExactSum& sum, ExactSum& squares) const {
  constexpr unsigned point = 64 * ExactSum::fraction_limbs;
  const std::array sum_limbs{static_cast<Limb>(sum_), static_cast<Limb>(sum_ >> 64)};
  sum.add_integer(sum_limbs, base_ + (point - bias));
  const Wide high = squares_high_ + (squares_low_ >> 64);
  const std::array squares_limbs{static_cast<Limb>(squares_low_), static_cast<Limb>(high),
                                 static_cast<Limb>(high >> 64)};
  squares.add_integer(squares_limbs, 2 * base_ + (point - 2 * bias));
}

}  // namespace winnow::reduce
