#pragma once
// What is kept of one metric in one group, from which every statistic comes.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/reduce/exact_sum.hpp"

namespace winnow::reduce {

/// Count, extremes and exact sums of x and x² of one metric in one group. The order of adds and merges leaves
/// no trace: not in the statistics, which are rounded once from the exact value, and not in the encoding. A
/// value type of 128 bytes, which takes heap memory only for values of very different magnitude. At most 2^63
/// values.
class Moments {
 public:
  /// Adds a value; NaN counts as missing. The value must not be infinite.
  void add(double x);

  /// Adds all values of another Moments, which must not be this one.
  void merge(const Moments& other);

  /// Values, without the missing ones.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t missing() const { return missing_; }

  /// NaN when there is no value. −0 is below +0.
  [[nodiscard]] double minimum() const;
  [[nodiscard]] double maximum() const;

  /// The correctly rounded arithmetic mean: NaN when there is no value, +0 when the sum is zero.
  [[nodiscard]] double mean() const;

  /// The correctly rounded standard deviation of a sample, sqrt(Σ(x − mean)² / (n − 1)): NaN below two
  /// values; infinite where it exceeds the largest double, as it does for the pair of both largest.
  [[nodiscard]] double standard_deviation() const;

  /// The correctly rounded standard error of the mean, sqrt(Σ(x − mean)² / (n − 1) / n): NaN below two
  /// values.
  [[nodiscard]] double standard_error() const;

  /// Half the width of the 95 % confidence interval of the mean: the 0.975 quantile of Student's t with n − 1
  /// degrees of freedom times standard_error(). NaN below two values.
  [[nodiscard]] double confidence_95() const;

  /// Writes 2 bytes when there is no value, some 40 to 80 else. Equal content gives equal bytes, however it
  /// came about.
  void encode(base::Encoder& out) const;

  /// Merges what encode() wrote, without a Moments in between. False, with `into` unspecified, if `in` holds
  /// anything else.
  [[nodiscard]] static bool merge_encoded(base::Decoder& in, Moments& into);

  /// Of the object and what it holds on the heap.
  [[nodiscard]] base::Bytes memory() const;

 private:
  /// Doubles as integers of the same order, −0 below +0, by the totalOrder of IEEE 754-2019, 5.10; its own
  /// inverse but for the type.
  using Key = std::int64_t;
  static Key key_of(double x) { return flip(std::bit_cast<Key>(x)); }
  static double value_of(Key key) { return std::bit_cast<double>(flip(key)); }
  static Key flip(Key bits) { return bits ^ ((bits >> 63) & std::numeric_limits<Key>::max()); }

  std::uint64_t count_ = 0;
  std::uint64_t missing_ = 0;
  Key minimum_ = std::numeric_limits<Key>::max();
  Key maximum_ = std::numeric_limits<Key>::min();
  ExactSum sum_;
  ExactSum squares_;
};

inline void Moments::add(double x) {
  if (std::isnan(x)) {
    ++missing_;
    return;
  }
  ++count_;
  minimum_ = std::min(minimum_, key_of(x));
  maximum_ = std::max(maximum_, key_of(x));
  sum_.add(x);
  squares_.add_square(x);
}

}  // namespace winnow::reduce
