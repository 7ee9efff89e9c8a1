#include "evolve/elementary.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace winnow::evolve::elementary {
namespace {

// ln 2 and π/2 in parts: the first ones end in so many zeros that their products with small integers are
// exact.
constexpr double ln2_high = 0x1.62e42fefa3p-1;
constexpr double ln2_low = 0x1.3de6af278ece6p-42;
constexpr double half_pi_high = 0x1.921fb544p0;
constexpr double half_pi_middle = 0x1.0b4611a6p-34;
constexpr double half_pi_low = 0x1.3198a2e037073p-69;

/// c0 + c1·x + c2·x² …
template <std::size_t n>
double polynomial(const std::array<double, n>& coefficients, double x) {
  double sum = coefficients[n - 1];
  for (std::size_t i = n - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

/// 1/first!, and on in steps of two factors or one, with alternating signs or without: Taylor's coefficients.
template <std::size_t n>
constexpr std::array<double, n> inverse_factorials(int first, int step, bool alternating) {
  std::array<double, n> result{};
  double factorial = 1;
  for (int i = 2; i <= first; ++i) factorial *= i;
  int reached = first;
  for (std::size_t i = 0; i < n; ++i) {
    result[i] = (alternating && i % 2 == 1 ? -1.0 : 1.0) / factorial;
    for (int s = 0; s < step; ++s) factorial *= ++reached;
  }
  return result;
}

/// 1, 1/3, 1/5 …: artanh s = s·(1 + s²/3 + s⁴/5 …).
template <std::size_t n>
constexpr std::array<double, n> inverse_odd_numbers() {
  std::array<double, n> result{};
  for (std::size_t i = 0; i < n; ++i) result[i] = 1.0 / static_cast<double>(2 * i + 1);
  return result;
}

constexpr auto exp_series = inverse_factorials<14>(0, 1, false);
constexpr auto sin_series = inverse_factorials<9>(1, 2, true);
constexpr auto cos_series = inverse_factorials<9>(0, 2, true);
constexpr auto artanh_series = inverse_odd_numbers<11>();

/// sin(quarters·π/2 + rest) for |rest| ≤ π/4 and a bit.
double sin_of(std::int64_t quarters, double rest) {
  const double square = rest * rest;
  const double value =
      (quarters & 1) != 0 ? polynomial(cos_series, square) : rest * polynomial(sin_series, square);
  return (quarters & 2) != 0 ? -value : value;
}

double sin_shifted(double x, std::int64_t quarters) {
  if (!(std::abs(x) < 0x1p40)) x = std::fmod(x, 2 * std::numbers::pi);  // no accuracy, but a value
  if (std::isnan(x)) return x;
  const double nearest = nearest_integer(x * (2 / std::numbers::pi));
  const double rest = ((x - nearest * half_pi_high) - nearest * half_pi_middle) - nearest * half_pi_low;
  return sin_of(static_cast<std::int64_t>(nearest) + quarters, rest);
}

double sin_turns_shifted(double t, std::int64_t quarters) {
  if (!(std::abs(t) < 0x1p49)) t = std::fmod(t, 1);
  if (std::isnan(t)) return t;
  const double nearest = nearest_integer(4 * t);
  return sin_of(static_cast<std::int64_t>(nearest) + quarters, (t - nearest / 4) * (2 * std::numbers::pi));
}

}  // namespace

double exp(double x) {
  if (!(x < 709.8)) return x != x ? x : std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const double halvings = nearest_integer(x * std::numbers::log2e);
  const double rest = (x - halvings * ln2_high) - halvings * ln2_low;
  return std::ldexp(polynomial(exp_series, rest), static_cast<int>(halvings));
}

double log(double x) {
  if (!(x > 0))
    return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  if (x == std::numeric_limits<double>::infinity()) return x;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < std::numbers::sqrt2 / 2) {
    mantissa *= 2;
    --exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double series = 2 * s * polynomial(artanh_series, s * s);
  return exponent * ln2_high + (series + exponent * ln2_low);
}

double pow(double x, double y) {
  if (y == 0) return 1;
  if (x == 0) return y > 0 ? 0 : std::numeric_limits<double>::infinity();
  return exp(y * log(x));
}

double sin(double x) {
  return sin_shifted(x, 0);
}

double cos(double x) {
  return sin_shifted(x, 1);
}

double sin_turns(double t) {
  return sin_turns_shifted(t, 0);
}

double cos_turns(double t) {
  return sin_turns_shifted(t, 1);
}

}  // namespace winnow::evolve::elementary
