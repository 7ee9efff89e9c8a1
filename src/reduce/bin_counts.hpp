#pragma once
// How many values lie in each bin of a histogram whose range was given.

#include <cstdint>
#include <span>
#include <vector>

#include "reduce/bins.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Counts by slot of one Bins: below, in each bin, above. Takes memory from the first value on, and no more
/// with any further one.
class BinCounts {
 public:
  /// Counts a value, which must not be NaN; always with the same bins.
  void add(double x, const Bins& bins) {
    if (counts_.empty()) counts_.resize(bins.count() + 2);
    ++counts_[bins.slot_of(x)];
  }

  /// Equal counts give equal bytes.
  void encode(base::Encoder& out) const;

  /// Adds what encode() of counts in so many `bins` wrote. False, with `into` unspecified, if `in` holds
  /// anything else.
  [[nodiscard]] static bool merge_encoded(base::Decoder& in, std::uint32_t bins, BinCounts& into);

  /// By slot; empty as long as there are no values.
  [[nodiscard]] std::span<const std::uint64_t> counts() const { return counts_; }

  /// What it holds outside the object.
  [[nodiscard]] base::Bytes heap_memory() const { return {counts_.capacity() * sizeof(std::uint64_t)}; }

 private:
  std::vector<std::uint64_t> counts_;
};

}  // namespace winnow::reduce
