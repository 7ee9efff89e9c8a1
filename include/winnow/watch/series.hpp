#pragma once
// What was measured over time, in bounded memory.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "winnow/watch/sample.hpp"

namespace winnow::watch {

/// Samples in the order of time, thinned as they age: of the older half stays every second that was added,
/// every fourth, every eighth and so on, as few as fill half of that when it is full. So what is old is even
/// over all of the time, the newer half has the full resolution, and the first sample is never lost. Least
/// and greatest values are those of all samples that ever came.
class Series {
 public:
  /// At least four.
  explicit Series(std::size_t most_samples = 256);

  /// Not before the one before it.
  void add(const Sample& sample);

  [[nodiscard]] std::span<const Sample> samples() const { return samples_; }

  /// The newest ones, before which one was left out, or nothing was.
  [[nodiscard]] std::span<const Sample> unthinned() const;

  /// Every so manyeth that was added, from the first on: as many as it has so of all of the time, but at most
  /// `most`, which is at least 1.
  [[nodiscard]] std::vector<Sample> evenly(std::size_t most) const;

  /// How many were added, those that are gone included.
  [[nodiscard]] std::uint64_t added() const { return added_; }

  [[nodiscard]] std::optional<double> least(Quantity quantity) const { return least_[quantity]; }
  [[nodiscard]] std::optional<double> greatest(Quantity quantity) const { return greatest_[quantity]; }

  /// All samples, if there are no more than so many, else as many as there are evenly apart, and the last;
  /// `most` is at least 2.
  [[nodiscard]] std::vector<Sample> spread(std::size_t most) const;

 private:
  void thin_older_half();
  /// Of the first so many, how many were added as the first or a multiple of `stride` behind it.
  [[nodiscard]] std::size_t count_even(std::size_t first, std::uint64_t stride) const;

  std::size_t most_samples_;
  std::vector<Sample> samples_;
  std::vector<std::uint64_t> numbers_;  ///< of the samples, as they were added, from 0
  std::uint64_t stride_ = 1;            ///< between the numbers of those that were thinned
  std::uint64_t added_ = 0;
  Sample least_;
  Sample greatest_;
};

}  // namespace winnow::watch
