#pragma once
// Durations counted by their size, coarsely: for those who watch a run.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// Two bins a decade from 10 us to 3 h. Histograms add up.
struct DurationHistogram {
  /// In seconds; each belongs to the bin below it.
  static constexpr std::array bounds{1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1,
                                     1.0,  3.0,  1e1,  3e1,  1e2,  3e2,  1e3,  3e3,  1e4};
  static constexpr std::size_t bin_count = bounds.size() + 1;  ///< the last is for what is longer than all

  std::vector<std::uint64_t> counts;  ///< by bin; empty: all 0

  void add(Seconds duration, std::uint64_t times = 1);
  void add(const DurationHistogram& more);
};

}  // namespace winnow::base
