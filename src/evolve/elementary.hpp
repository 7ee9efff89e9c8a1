#pragma once
// Elementary functions from additions, multiplications and divisions alone, which IEEE 754 rounds the same on
// every processor. A C library picks variants of exp, log, sin and cos by the processor's features, and these
// differ in the last bit: enough to send a search elsewhere. Errors are below 3 ulp over the ranges named.

namespace winnow::evolve::elementary {

/// The integer nearest to x, ties to even; for |x| < 2^51.
[[nodiscard]] inline double nearest_integer(double x) {
  constexpr double shift = 0x1.8p52;  // a sum of this size has no bits left behind the point
  return (x + shift) - shift;
}

/// e^x; 0 and +inf where that is out of range.
[[nodiscard]] double exp(double x);

/// The natural logarithm; −inf at 0, NaN below.
[[nodiscard]] double log(double x);

/// x^y for x ≥ 0; 0^0 = 1. The error grows with |y·log x|, to some 40 ulp at the ends of the range.
[[nodiscard]] double pow(double x, double y);

/// sin x and cos x. Beyond |x| = 10^6 the error grows with |x|.
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);

/// sin 2πt and cos 2πt: nothing is lost to whole turns.
[[nodiscard]] double sin_turns(double t);
[[nodiscard]] double cos_turns(double t);

}  // namespace winnow::evolve::elementary
