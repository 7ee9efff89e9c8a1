#pragma once
// Functions 5, 7 and 10 of the suite of CEC 2017, from their definitions in Awad, Ali, Suganthan, Liang and
// Qu, "Problem definitions and evaluation criteria for the CEC 2017 special session and competition on single
// objective bound constrained real-parameter numerical optimization", Nanyang Technological University, 2016.
// Shifts and rotations are drawn from a seed, so these are instances of our own, and none of the suite's.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/evolve/functions.hpp"

namespace winnow::benchmarks {

/// "cec5" (rotated Rastrigin), "cec7" (rotated Lunacek's bi-Rastrigin) or "cec10" (rotated modified
/// Schwefel), searched in [−100, 100]^D, with the optimum uniform in [−80, 80]^D and the least value 0. The
/// rotation is what the suite's data are like: it turns random groups of three or four coordinates among
/// themselves. Fails on another name.
[[nodiscard]] base::Result<evolve::TestFunction> make_rotated_function(std::string_view name,
                                                                       std::size_t dimension,
                                                                       std::uint64_t seed);

}  // namespace winnow::benchmarks
