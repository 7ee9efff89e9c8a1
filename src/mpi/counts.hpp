#pragma once
// Sizes as MPI's interface wants them: int, also of all that a rank gets in one call.

#include <cstddef>
#include <vector>

namespace winnow::mpi {

/// `bytes` as a count. Throws base::Failure where there are too many.
[[nodiscard]] int count_of(std::size_t bytes);

/// Parts of a buffer, one behind the other.
struct Layout {
  /// Throws base::Failure where they are too many bytes together.
  explicit Layout(std::vector<int> of_counts);

  std::vector<int> counts;
  std::vector<int> offsets;
  std::size_t total = 0;
};

}  // namespace winnow::mpi
