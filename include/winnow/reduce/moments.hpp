#pragma once
// What is kept of every metric in every group.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/reduce/exact_sum.hpp"
#include "winnow/reduce/ordered_bits.hpp"

namespace winnow::reduce {

/// Count, extremes and exact sums of x and x² of one metric in one group. The order of adds and merges leaves
/// no trace: not in the statistics, which are rounded once from the exact value, and not in the encoding. A
/// value type of 128 bytes, which takes heap memory only for values of very different magnitude. At most 2^63
/// values.
class Moments {
 public:
  /// Adds a value; NaN counts as missing. The value must not be infinite.
  void add(double x);

  /// Adds each of them, in less time where there are many.
  void add(std::span<const double> values);

  /// Adds all values of another Moments, which must not be this one.
  void merge(const Moments& other);

  /// Values, without the missing ones.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t missing() const { return missing_; }

  /// NaN when there is no value. −0 is below +0.
  [[nodiscard]] double minimum() const;
  [[nodiscard]] double maximum() const;

  /// The correctly rounded sum: +0 without values, infinite where it exceeds the largest double.
  [[nodiscard]] double sum() const;

  /// The sum itself.
  [[nodiscard]] const ExactSum& exact_sum() const { return sum_; }

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

  /// What it holds outside the object.
  [[nodiscard]] base::Bytes heap_memory() const { return sum_.heap_memory() + squares_.heap_memory(); }

 private:
  void add_many(std::span<const double> values);

  std::uint64_t count_ = 0;
  std::uint64_t missing_ = 0;
  OrderedBits minimum_ = std::numeric_limits<OrderedBits>::max();
  OrderedBits maximum_ = std::numeric_limits<OrderedBits>::min();
  ExactSum sum_;
  ExactSum squares_;
};

inline void Moments::add(double x) {
  if (std::isnan(x)) {
    ++missing_;
    return;
  }
  ++count_;
  minimum_ = std::min(minimum_, ordered_bits::of(x));
  maximum_ = std::max(maximum_, ordered_bits::of(x));
  sum_.add(x);
  squares_.add_square(x);
}

}  // namespace winnow::reduce
