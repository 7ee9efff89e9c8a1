#pragma once
// Means that come in parts.

#include <cstdint>

#include "winnow/base/codec.hpp"
#include "winnow/reduce/exact_sum.hpp"
#include "winnow/reduce/moments.hpp"

namespace winnow::reduce {

/// What of Moments the mean is made of, in less than a third of the bytes. Adds up in any order to the same
/// mean.
class ExactMean {
 public:
  /// Writes what there is of `moments`: 2 bytes when there is no value, some 10 to 20 else.
  static void encode(const Moments& moments, base::Encoder& out);

  /// Adds what encode() wrote. False, with this unspecified, if `in` holds anything else.
  [[nodiscard]] bool merge_encoded(base::Decoder& in);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t missing() const { return missing_; }

  /// As Moments::mean() of all that was added.
  [[nodiscard]] double mean() const;

 private:
  std::uint64_t count_ = 0;
  std::uint64_t missing_ = 0;
  ExactSum sum_;
};

}  // namespace winnow::reduce
