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

/// Samples in the order of time, thinned as they age: when it is full, every second one of the older half
/// goes. So the newer half always has the full resolution, and the first sample is never lost. Least and
/// greatest values are those of all samples that ever came.
class Series {
 public:
  /// At least four.
  explicit Series(std::size_t most_samples = 256);

  /// Not before the one before it.
  void add(const Sample& sample);

  [[nodiscard]] std::span<const Sample> samples() const { return samples_; }

  /// How many were added, those that are gone included.
  [[nodiscard]] std::uint64_t added() const { return added_; }

  [[nodiscard]] std::optional<double> least(Quantity quantity) const { return least_[quantity]; }
  [[nodiscard]] std::optional<double> greatest(Quantity quantity) const { return greatest_[quantity]; }

  /// At most so many of its samples, evenly spread, the first and the last among them; `most` is at least 2.
  [[nodiscard]] std::vector<Sample> spread(std::size_t most) const;

 private:
  void thin_older_half();

  std::size_t most_samples_;
  std::vector<Sample> samples_;
  std::uint64_t added_ = 0;
  Sample least_;
  Sample greatest_;
};

}  // namespace winnow::watch
