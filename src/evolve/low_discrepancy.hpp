#pragma once
// Points that fill the unit cube more evenly than random ones, scrambled by a seed.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace winnow::evolve {

/// Latin hypercube: in each dimension one point in each of `count` equal intervals (McKay, Beckman and
/// Conover, Technometrics 21, 1979). Row-major, in [0, 1).
[[nodiscard]] std::vector<double> latin_hypercube(std::uint64_t seed, std::size_t count,
                                                  std::size_t dimension);

/// Sobol points with the direction numbers of Joe and Kuo (2008), shifted digit by digit. Even where the
/// count is a power of two. At most 3667 dimensions.
[[nodiscard]] std::vector<double> sobol(std::uint64_t seed, std::size_t count, std::size_t dimension);

/// Halton points with a random permutation of the digits at each place (Owen, arXiv:1706.02808).
[[nodiscard]] std::vector<double> halton(std::uint64_t seed, std::size_t count, std::size_t dimension);

/// Independent uniform points.
[[nodiscard]] std::vector<double> uniform_points(std::uint64_t seed, std::size_t count,
                                                 std::size_t dimension);

constexpr std::size_t most_sobol_dimensions = 3667;

}  // namespace winnow::evolve
