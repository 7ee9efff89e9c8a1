#pragma once
// Who is best: individuals in the order of their outcomes, and what a record of a generation says of them
// all.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "evolve/population.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

/// The `count` best individuals, best first; of equal ones the one that stands first.
[[nodiscard]] std::vector<std::uint32_t> best_first(const Population& population, double epsilon_level,
                                                    std::size_t count);

/// The mean of the finite objectives, their deviation, and how many of all individuals are feasible. No sum
/// overflows: the mean is +inf only where no objective is finite, the deviation NaN only where fewer than two
/// are.
struct Census {
  double mean = 0;
  double spread = std::numeric_limits<double>::quiet_NaN();
  std::size_t finite = 0;
  std::size_t feasible = 0;
};

[[nodiscard]] Census census(const Population& population);

}  // namespace winnow::evolve
