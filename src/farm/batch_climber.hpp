#pragma once
// Which size of batch gets the most done.

#include <array>
#include <cstdint>
#include <optional>

#include "winnow/base/units.hpp"

namespace winnow::farm {

/// Climbs to the size with the best score, the tasks done a second of a kernel's time and of what it takes to
/// hand a batch out: failed tasks do not count as done. Sizes are powers of two. Each is tried while batches
/// of the size in use go on, one in sixteen of them half or twice as large; a neighbour that is a good deal
/// better while smaller, or as good while larger, becomes the size in use. So where tasks take the same
/// however they are batched, the size is as large as may be, and next to nothing is lost by trying.
class BatchClimber {
 public:
  /// A batch of `tasks`, of which `failed` did, took `busy`.
  void measured(std::uint64_t tasks, std::uint64_t failed, base::Seconds busy);

  /// The size of the next batch, at most `most`.
  [[nodiscard]] std::uint64_t next(std::uint64_t most);

  /// The size in use, at most `most`.
  [[nodiscard]] std::uint64_t size(std::uint64_t most) const;

 private:
  static constexpr std::size_t levels = 32;

  void settle();
  [[nodiscard]] std::optional<double> score(std::size_t level) const;

  struct Score {
    double mean = 0;
    std::uint32_t batches = 0;
  };
  std::array<Score, levels> scores_{};  ///< by the logarithm of the size
  std::size_t level_ = levels - 1;      ///< in use, unless there is a lower bound
  std::size_t bound_ = levels - 1;      ///< the last `most`
  std::uint32_t cut_ = 0;
};

}  // namespace winnow::farm
