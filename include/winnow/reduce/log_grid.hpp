#pragma once
// Counts of values on a logarithmic grid: what is known of a distribution that is too large to be kept.

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/reduce/ordered_bits.hpp"

namespace winnow::reduce {

/// A sketch of values that merges without a trace of order, after Masson, Rim and Lee, "DDSketch", PVLDB 12
/// (2019) 2195. Buckets are the leading bits of the values' representation: linear within an octave, so that
/// adding takes no logarithm and comes out the same on every processor. Every double but infinity and NaN has
/// its bucket, on both sides of zero.
///
/// Buckets come in pages, of which there are never more than `pages_at_most`: where values lie in more, the
/// grid gets coarser by halves for all of them (as in Epicoco et al., "UDDSketch", IEEE Access 8 (2020)
/// 147604) until they fit. How coarse it is depends on the values alone, not on their order, for the pages
/// that values touch only become more.
class LogGrid {
 public:
  /// An octave has 2^finest buckets at level 0 and half of them at each next level.
  static constexpr unsigned finest = 7;
  static constexpr std::size_t pages_at_most = 64;
  static constexpr unsigned coarsest_level = 7;  ///< all doubles lie in 64 pages of it

  LogGrid() { directory_.fill(no_page); }

  /// Counts a value, which must be finite, `times` times.
  void add(OrderedBits value, std::uint64_t times = 1) {
    auto bucket = value >> shift_;
    auto page = directory_[position_of(bucket)];
    if (page == no_page) [[unlikely]] {
      page = open_page(value);
      bucket = value >> shift_;
    }
    pages_[page][static_cast<std::size_t>(bucket & (page_size - 1))] += times;
  }

  void merge(const LogGrid& other);

  /// Equal counts give equal bytes.
  void encode(base::Encoder& out) const;

  /// Adds what encode() wrote. False, with this grid unspecified, if `in` holds anything else.
  [[nodiscard]] bool merge_encoded(base::Decoder& in);

  [[nodiscard]] std::uint64_t count() const;

  /// The middle of the bucket in which the value of this rank lies, from 0 below count(); exactly 0 where the
  /// bucket reaches to zero.
  [[nodiscard]] double value_of_rank(std::uint64_t rank) const;

  /// Shows the middle of each bucket that is not empty, as value_of_rank() gives it, and how many values are
  /// in it, in ascending order.
  void see(const std::function<void(double middle, std::uint64_t times)>& show) const;

  [[nodiscard]] unsigned level() const { return shift_ - finest_shift; }

  /// How far the middle of a bucket can be from a normal double in it, as a share of that: 2^-8 at level 0.
  /// For subnormal ones the difference is below 2^-1022.
  [[nodiscard]] static double error_bound(unsigned level);
  [[nodiscard]] double error_bound() const { return error_bound(level()); }

  /// Of the object and what it holds on the heap.
  [[nodiscard]] base::Bytes memory() const { return {sizeof *this + pages_.capacity() * sizeof(Page)}; }

 private:
  static constexpr unsigned page_bits = 6;
  static constexpr OrderedBits page_size = 1 << page_bits;
  static constexpr unsigned finest_shift = 52 - finest;
  static constexpr OrderedBits directory_size = 1 << (64 - finest_shift - page_bits);
  static constexpr std::uint8_t no_page = 0xff;
  using Page = std::array<std::uint64_t, page_size>;

  [[nodiscard]] static std::size_t position_of(OrderedBits bucket) {
    return static_cast<std::size_t>((bucket >> page_bits) + directory_size / 2);
  }
  /// The number of the value's page, which is new, on a grid that has become coarse enough.
  std::uint8_t open_page(OrderedBits value);
  void coarsen_to(unsigned level);
  [[nodiscard]] double middle_of(OrderedBits bucket) const;
  /// Calls see(bucket, count) for all that hold a value, in ascending order, until it gives false.
  template <class See>
  void visit(See see) const;

  unsigned shift_ = finest_shift;
  std::array<std::uint8_t, directory_size> directory_;  ///< index into pages_, by position
  std::vector<Page> pages_;
};

}  // namespace winnow::reduce
