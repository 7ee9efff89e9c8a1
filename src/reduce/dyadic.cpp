#include "reduce/dyadic.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace winnow::reduce {
namespace {

using Limb = ExactSum::Limb;
using DoubleLimb = ExactSum::DoubleLimb;

constexpr int limb_bits = 64;
constexpr int fraction_bits = limb_bits * static_cast<int>(ExactSum::fraction_limbs);

/// The leading bits of a number above zero: it lies in [N, N + 1)·2^exponent, N the integer in `limbs`, whose
/// top bit is set, and is not N·2^exponent itself if it is inexact.
template <std::size_t size>
struct Leading {
  std::array<Limb, size> limbs;
  int exponent;
  bool inexact;
};

void trim(Dyadic& number) {
  while (number.size > 0 && number.limbs[number.size - 1] == 0) --number.size;
}

/// `limbs` must hold a limb that is not zero.
template <std::size_t size>
Leading<size> leading(std::span<const Limb> limbs, int exponent) {
  while (limbs.back() == 0) limbs = limbs.first(limbs.size() - 1);
  const int shift = std::countl_zero(limbs.back());
  const auto below = static_cast<std::ptrdiff_t>(limbs.size()) - static_cast<std::ptrdiff_t>(size);
  const auto limb = [&](std::ptrdiff_t i) { return i >= 0 ? limbs[static_cast<std::size_t>(i)] : 0; };
  Leading<size> top{
      {}, exponent + limb_bits * static_cast<int>(below) - shift, (limb(below - 1) << shift) != 0};
  for (std::size_t i = 0; i < size; ++i) {
    const auto at = below + static_cast<std::ptrdiff_t>(i);
    top.limbs[i] = (limb(at) << shift) | ((limb(at - 1) >> 1) >> (limb_bits - 1 - shift));
  }
  for (std::ptrdiff_t i = 0; i < below - 1; ++i) top.inexact = top.inexact || limb(i) != 0;
  return top;
}

/// ⌊⌊a/b⌋/c⌋ = ⌊a/(b·c)⌋, so one divisor after the other may divide, and all that is left over is whether
/// there were remainders. 320 bits divided by three divisors below 2^64 leave 128 at least.
Leading<2> divided(const Dyadic& value, std::initializer_list<std::uint64_t> divisors) {
  auto number = leading<5>(value.used(), value.exponent);
  for (const auto divisor : divisors) {
    Limb remainder = 0;
    for (std::size_t i = number.limbs.size(); i-- > 0;) {
      const DoubleLimb dividend = (DoubleLimb{remainder} << limb_bits) | number.limbs[i];
      number.limbs[i] = static_cast<Limb>(dividend / divisor);
      remainder = static_cast<Limb>(dividend - DoubleLimb{number.limbs[i]} * divisor);
    }
    number.inexact = number.inexact || remainder != 0;
  }
  auto quotient = leading<2>(number.limbs, number.exponent);
  quotient.inexact = quotient.inexact || number.inexact;
  return quotient;
}

/// The double nearest to a number in [significand, significand + 1)·2^exponent, `inexact` if it is not the
/// lower end; ties to even. The significand has 54 bits at least.
double rounded(DoubleLimb significand, int exponent, bool inexact) {
  const auto high = static_cast<Limb>(significand >> limb_bits);
  const int bits = high != 0 ? limb_bits + static_cast<int>(std::bit_width(high))
                             : static_cast<int>(std::bit_width(static_cast<Limb>(significand)));
  constexpr int precision = 53, least_exponent = -1074;
  const int dropped = std::max(bits - precision, least_exponent - exponent);
  if (dropped > bits) return 0.0;
  const DoubleLimb half = DoubleLimb{1} << (dropped - 1);
  const DoubleLimb rest = significand & (half | (half - 1));
  const auto kept = static_cast<Limb>((significand >> (dropped - 1)) >> 1);
  const bool up = rest > half || (rest == half && (inexact || kept % 2 != 0));
  return std::ldexp(static_cast<double>(kept + (up ? 1 : 0)), exponent + dropped);
}

/// ⌊sqrt(square)⌋ for squares in [2^124, 2^126). A double's root is within 2^11 of it; one step of Newton's
/// from there is close and, as a mean of two numbers whose product is the square, never below.
Limb integer_root(DoubleLimb square) {
  auto root = static_cast<Limb>(std::sqrt(static_cast<double>(square)));
  root = static_cast<Limb>((root + square / root) / 2);
  while (DoubleLimb{root} * root > square) --root;
  return root;
}

DoubleLimb integer_of(const Leading<2>& number) {
  return (DoubleLimb{number.limbs[1]} << limb_bits) | number.limbs[0];
}

/// Adds n·value to `to`, at the limb of `to` where value's exponent is.
void add_multiple(const Dyadic& value, std::uint64_t n, Dyadic& to) {
  auto* limb = to.limbs.data() + (value.exponent - to.exponent) / limb_bits;
  DoubleLimb sum = 0;
  for (const auto factor : value.used()) {
    sum = (sum >> limb_bits) + DoubleLimb{factor} * n;
    *limb++ = static_cast<Limb>(sum);
  }
  *limb = static_cast<Limb>(sum >> limb_bits);
}

/// Subtracts value² from `from`, likewise, by rows as on paper.
void subtract_square(const Dyadic& value, Dyadic& from) {
  const auto base = static_cast<std::size_t>((2 * value.exponent - from.exponent) / limb_bits);
  for (std::size_t row = 0; row < value.size; ++row) {
    DoubleLimb debt = 0;
    const auto subtract = [&](std::size_t at) {
      const auto part = static_cast<Limb>(debt);
      debt = (debt >> limb_bits) + (from.limbs[at] < part ? 1 : 0);
      from.limbs[at] -= part;
    };
    std::size_t at = base + row;
    for (const auto factor : value.used()) {
      debt += DoubleLimb{value.limbs[row]} * factor;
      subtract(at++);
    }
    for (; debt != 0 && at < from.size; ++at) subtract(at);
  }
}

}  // namespace

Dyadic magnitude(const ExactSum& sum) {
  Dyadic number;
  const auto limbs = sum.limbs();
  number.size = limbs.size();
  number.exponent = limb_bits * static_cast<int>(sum.first_limb()) - fraction_bits;
  const Limb sign = sum.is_negative() ? ~Limb{0} : 0;
  Limb carry = sign & 1;
  for (std::size_t i = 0; i < limbs.size(); ++i) {
    number.limbs[i] = (limbs[i] ^ sign) + carry;
    carry = number.limbs[i] < carry ? 1 : 0;
  }
  trim(number);
  return number;
}

Dyadic scatter(const ExactSum& sum, const ExactSum& squares, std::uint64_t n) {
  const auto total = magnitude(sum);
  const auto total_of_squares = magnitude(squares);
  Dyadic difference;
  if (total_of_squares.is_zero()) return difference;
  const auto end = [](int exponent, std::size_t size) {
    return exponent + limb_bits * static_cast<int>(size);
  };
  const int square_exponent = 2 * total.exponent;
  difference.exponent = std::min(total_of_squares.exponent, square_exponent);
  const int top = std::max(end(total_of_squares.exponent, total_of_squares.size + 1),
                           end(square_exponent, 2 * total.size));
  difference.size = static_cast<std::size_t>((top - difference.exponent) / limb_bits);
  std::fill_n(difference.limbs.begin(), difference.size, Limb{0});
  add_multiple(total_of_squares, n, difference);
  subtract_square(total, difference);
  trim(difference);
  return difference;
}

double rounded_quotient(const Dyadic& value, std::initializer_list<std::uint64_t> divisors) {
  if (value.is_zero()) return 0.0;
  const auto quotient = divided(value, divisors);
  return rounded(integer_of(quotient), quotient.exponent, quotient.inexact);
}

double rounded_mean(const ExactSum& sum, std::uint64_t count) {
  if (count == 0) return std::numeric_limits<double>::quiet_NaN();
  const double mean = rounded_quotient(magnitude(sum), {count});
  return sum.is_negative() ? -mean : mean;
}

double rounded_root(const Dyadic& value, std::initializer_list<std::uint64_t> divisors) {
  if (value.is_zero()) return 0.0;
  const auto quotient = divided(value, divisors);
  const auto leading_bits = integer_of(quotient);
  const int dropped = quotient.exponent % 2 == 0 ? 2 : 3;
  const DoubleLimb square = leading_bits >> dropped;
  const Limb root = integer_root(square);
  const bool inexact =
      quotient.inexact || square << dropped != leading_bits || DoubleLimb{root} * root != square;
  return rounded(root, (quotient.exponent + dropped) / 2, inexact);
}

}  // namespace winnow::reduce
