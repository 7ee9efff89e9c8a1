#pragma once
// From exact sums to doubles: the few operations on long integers that the statistics take, each rounded
// once, to nearest even.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "winnow/reduce/exact_sum.hpp"

namespace winnow::reduce {

/// A non-negative number, Σ limbs[i]·2^(64·i + exponent), with room for the square of any ExactSum.
struct Dyadic {
  std::array<ExactSum::Limb, 2 * ExactSum::limbs_at_most> limbs;
  std::size_t size = 0;  ///< limbs in use; the last of them is not zero, and zero has none
  int exponent = 0;

  [[nodiscard]] bool is_zero() const { return size == 0; }
  [[nodiscard]] std::span<const ExactSum::Limb> used() const { return {limbs.data(), size}; }
};

/// The absolute value of a sum.
[[nodiscard]] Dyadic magnitude(const ExactSum& sum);

/// n·Σx² − (Σx)², which is n·Σ(x − mean)² and so never negative, of n values with these sums.
[[nodiscard]] Dyadic scatter(const ExactSum& sum, const ExactSum& squares, std::uint64_t n);

/// value / (d1·d2·…), correctly rounded: for at most three divisors, none zero.
[[nodiscard]] double rounded_quotient(const Dyadic& value, std::initializer_list<std::uint64_t> divisors);

/// sum / count, correctly rounded: NaN where the count is zero, +0 where the sum is.
[[nodiscard]] double rounded_mean(const ExactSum& sum, std::uint64_t count);

/// sqrt(value / (d1·d2·…)), correctly rounded: likewise.
[[nodiscard]] double rounded_root(const Dyadic& value, std::initializer_list<std::uint64_t> divisors);

}  // namespace winnow::reduce
