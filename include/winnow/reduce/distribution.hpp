#pragma once
// The values of one metric in one group, as far as quantiles need them.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/reduce/log_grid.hpp"
#include "winnow/reduce/statistic.hpp"

namespace winnow::reduce {

/// All values as long as there are at most `exact_at_most`, beyond that their counts on a LogGrid: which of
/// the two, and with what in it, depends on the values alone and not on the order of adds and merges. Takes
/// at most about 48 KiB.
class Distribution {
 public:
  static constexpr std::size_t exact_at_most = 4096;

  Distribution() = default;
  Distribution(Distribution&&) noexcept = default;
  Distribution& operator=(Distribution&&) noexcept = default;
  ~Distribution() = default;

  /// Adds a value, which must be finite.
  void add(double x) {
    if (grid_) {
      grid_->add(ordered_bits::of(x));
    } else {
      values_.push_back(ordered_bits::of(x));
      if (values_.size() > exact_at_most) count_on_grid();
    }
  }

  /// Writes the values in order, or their counts. Equal content gives equal bytes, however it came about.
  void encode(base::Encoder& out) const;

  /// Adds what encode() wrote. False, with `into` unspecified, if `in` holds anything else.
  [[nodiscard]] static bool merge_encoded(base::Decoder& in, Distribution& into);

  [[nodiscard]] std::uint64_t count() const { return grid_ ? grid_->count() : values_.size(); }

  /// Null as long as the values themselves are there.
  [[nodiscard]] const LogGrid* grid() const { return grid_.get(); }

  /// The quantile by type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American
  /// Statistician 50 (1996) 361: at the position (n − 1)·p, linear between the values on both sides. NaN
  /// without values. Without a grid it is correctly rounded from the exact interpolation; with one, each of
  /// the two values is known within LogGrid::error_bound().
  [[nodiscard]] double quantile(Percentile percentile) const;

  /// Shows each value, or where there is a grid, the middle of each bucket and how many values are in it.
  void see(const std::function<void(double value, std::uint64_t times)>& show) const;

  /// What it holds outside the object.
  [[nodiscard]] base::Bytes heap_memory() const;

 private:
  void count_on_grid();
  void sort() const;
  [[nodiscard]] double value_of_rank(std::uint64_t rank) const;

  mutable std::vector<OrderedBits> values_;  ///< sorted when somebody wants to see them
  std::unique_ptr<LogGrid> grid_;            ///< if there were too many for values_, which then is empty
};

}  // namespace winnow::reduce
