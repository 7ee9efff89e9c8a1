#pragma once
// What exact arithmetic says, by the plainest means: rational numbers, and rounding by bisection over all
// doubles. It shares no method with the code it checks.

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "winnow/base/random.hpp"

namespace winnow::test {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

/// 2^power
inline Rational power_of_two(int power) {
  const Integer magnitude = Integer(1) << static_cast<unsigned>(std::abs(power));
  return power >= 0 ? Rational(magnitude) : Rational(1, magnitude);
}

/// A finite double as it is.
inline Rational exact(double x) {
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  return Rational(Integer(static_cast<std::int64_t>(std::ldexp(fraction, 53)))) * power_of_two(exponent - 53);
}

/// The double nearest, ties to even, to a number that is not negative and known only by `compare(bound)`: the
/// sign of bound − number.
template <class Compare>
double nearest_double(Compare compare) {
  const auto bits_of = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  std::uint64_t low = 0, high = bits_of(std::numeric_limits<double>::infinity());
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    (compare(exact(std::bit_cast<double>(middle))) <= 0 ? low : high) = middle;
  }
  const auto value = [](std::uint64_t bits) {
    const auto x = std::bit_cast<double>(bits);
    return std::isinf(x) ? power_of_two(1024) : exact(x);
  };
  const int halfway = compare((value(low) + value(high)) / 2);
  const bool up = halfway < 0 || (halfway == 0 && low % 2 != 0);
  return std::bit_cast<double>(up ? high : low);
}

inline int sign_of(const Rational& x) {
  return x.sign();
}

/// x rounded to the nearest double.
inline double rounded(const Rational& x) {
  const Rational magnitude = abs(x);
  const double nearest = nearest_double([&](const Rational& bound) { return sign_of(bound - magnitude); });
  return x.sign() < 0 ? -nearest : nearest;
}

/// sqrt(x) rounded to the nearest double.
inline double rounded_root(const Rational& x) {
  return nearest_double([&](const Rational& bound) { return sign_of(bound * bound - x); });
}

/// Sums of values and of their squares.
struct ExactSums {
  Rational sum;
  Rational squares;
  std::uint64_t count = 0;

  void add(double x) {
    const Rational value = exact(x);
    sum += value;
    squares += value * value;
    ++count;
  }

  [[nodiscard]] double mean() const { return rounded(sum / count); }
  [[nodiscard]] double standard_deviation() const { return rounded_root(variance()); }
  [[nodiscard]] double standard_error() const { return rounded_root(variance() / count); }
  [[nodiscard]] Rational variance() const { return (squares - sum * sum / count) / (count - 1); }
};

/// A way to draw values that is hard on sums.
struct Family {
  std::string name;
  double (*draw)(base::RandomSequence&);
};

inline double any_finite(base::RandomSequence& random) {
  for (;;) {
    const auto x = std::bit_cast<double>(random());
    if (std::isfinite(x)) return x;
  }
}

inline double of_either_sign(base::RandomSequence& random, double x) {
  return random() % 2 == 0 ? x : -x;
}

inline const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {"decimals",
       [](base::RandomSequence& random) { return static_cast<double>(random.below(10000)) / 1e4; }},
      {"integers",
       [](base::RandomSequence& random) { return static_cast<double>(random.below(1ULL << 53)); }},
      {"two_neighbours",
       [](base::RandomSequence& random) { return random() % 2 == 0 ? 0.7 : std::nextafter(0.7, 1.0); }},
      {"any_finite", any_finite},
      {"subnormals", [](base::RandomSequence& random) { return std::ldexp(random.uniform() - 0.5, -1040); }},
      {"least_ones",
       [](base::RandomSequence& random) { return static_cast<double>(random.below(4)) * 5e-324; }},
      {"largest",
       [](base::RandomSequence& random) {
         return of_either_sign(random, std::numeric_limits<double>::max() * (1 - random.uniform() / 8));
       }},
      {"huge_beside_tiny",
       [](base::RandomSequence& random) {
         return of_either_sign(random, random() % 2 == 0 ? 1e300 : 1e-300);
       }},
      {"cancelling",
       [](base::RandomSequence& random) {
         return of_either_sign(random, std::ldexp(1.0, 40)) + random.uniform();
       }},
      {"powers_of_two",
       [](base::RandomSequence& random) {
         return of_either_sign(random, std::ldexp(1.0, static_cast<int>(random.below(2098)) - 1074));
       }},
  };
  return all;
}

}  // namespace winnow::test
