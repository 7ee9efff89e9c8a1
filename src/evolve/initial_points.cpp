#include "evolve/initial_points.hpp"

#include <algorithm>

#include "evolve/low_discrepancy.hpp"

namespace winnow::evolve {
namespace {

std::vector<double> unit_points(const Options& options, std::size_t count, std::size_t dimension) {
  switch (options.init) {
    case Init::latinhypercube:
      return latin_hypercube(options.seed, count, dimension);
    case Init::sobol:
      return sobol(options.seed, count, dimension);
    case Init::halton:
      return halton(options.seed, count, dimension);
    case Init::automatic:
      return options.algorithm == Algorithm::de ? latin_hypercube(options.seed, count, dimension)
                                                : uniform_points(options.seed, count, dimension);
    case Init::random:
    case Init::given:
      return uniform_points(options.seed, count, dimension);
  }
  return {};
}

void take_given(const Space& space, const Options& options, std::vector<double>& points) {
  const auto d = space.dimension();
  const auto rows = std::min(options.points.size(), points.size()) / d;
  for (std::size_t i = 0; i < rows; ++i) {
    space.search_of(std::span(options.points).subspan(i * d, d), std::span(points).subspan(i * d, d));
  }
}

void take_starts(const Space& space, std::vector<double>& points) {
  const auto d = space.dimension();
  std::vector<double> values(d);
  std::vector<double> search(d);
  for (std::size_t j = 0; j < d; ++j)
    values[j] = space.parameters()[j].start.value_or(space.parameters()[j].low);
  space.search_of(values, search);
  for (std::size_t j = 0; j < d; ++j) {
    if (space.parameters()[j].start) points[j] = search[j];
  }
}

}  // namespace

std::vector<double> initial_points(const Space& space, const Options& options, std::size_t count) {
  const auto d = space.dimension();
  auto points = unit_points(options, count, d);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double lower = space.lower()[k % d];
    const double upper = space.upper()[k % d];
    points[k] = std::min(lower + points[k] * (upper - lower), upper);
  }
  if (options.init == Init::given) take_given(space, options, points);
  take_starts(space, points);
  return points;
}

}  // namespace winnow::evolve
