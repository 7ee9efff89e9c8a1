#pragma once
// The bins of a histogram.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace winnow::reduce {

/// `count` bins of one width between two ends, as numpy.histogram has them: half open, the last one closed.
/// An edge is low + i·width, and what bin a value is in is decided by comparing it with the edges as they
/// are. Ends that are equal lie half a unit farther out on both sides.
class Bins {
 public:
  /// low <= high, both finite; at least one bin.
  Bins(double low, double high, std::uint32_t count);

  [[nodiscard]] std::size_t count() const { return edges_.size() - 1; }

  /// One more than there are bins, ascending.
  [[nodiscard]] const std::vector<double>& edges() const { return edges_; }

  /// The middle of each bin.
  [[nodiscard]] std::vector<double> centres() const;

  /// 0 below all bins, the bin's number from 1 on, count() + 1 above all bins. `x` must not be NaN.
  [[nodiscard]] std::size_t slot_of(double x) const;

 private:
  std::vector<double> edges_;
};

}  // namespace winnow::reduce
