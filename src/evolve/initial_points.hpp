#pragma once
// The first population: points spread over the box of search coordinates.

#include <cstddef>
#include <vector>

#include "winnow/evolve/options.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::evolve {

/// `count` points, row-major search coordinates. The parameters' start values, where there are any, take the
/// place of the first point's. Where fewer points are given than wanted, the others are random.
[[nodiscard]] std::vector<double> initial_points(const Space& space, const Options& options,
                                                 std::size_t count);

}  // namespace winnow::evolve
