#include "winnow/evolve/options.hpp"

#include <algorithm>
#include <cmath>

#include "evolve/elementary.hpp"

namespace winnow::evolve {
namespace {

template <class Enumerator>
std::optional<Enumerator> find(std::span<const std::string> names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Enumerator>(at - names.begin());
}

}  // namespace

std::span<const std::string> algorithm_names() {
  static const std::string names[] = {"de", "jde", "jade", "shade", "lshade", "jso"};
  return names;
}

std::span<const std::string> strategy_names() {
  static const std::string names[] = {
      "best1bin",          "best1exp",          "rand1bin", "rand1exp", "randtobest1bin", "randtobest1exp",
      "currenttobest1bin", "currenttobest1exp", "best2bin", "best2exp", "rand2bin",       "rand2exp"};
  return names;
}

std::span<const std::string> init_names() {
  static const std::string names[] = {"auto", "latinhypercube", "sobol", "halton", "random", "given"};
  return names;
}

std::optional<Algorithm> find_algorithm(std::string_view name) {
  return find<Algorithm>(algorithm_names(), name);
}

std::optional<Strategy> find_strategy(std::string_view name) {
  return find<Strategy>(strategy_names(), name);
}

std::optional<Init> find_init(std::string_view name) {
  return find<Init>(init_names(), name);
}

// SciPy's popsize = 15 and its least population of 5. jDE: Brest et al. 2006, section V; JADE and SHADE: as
// the papers' experiments, which have 30 dimensions (JADE, section V: 30 below 30, 100 at 30 and above;
// SHADE, section IV: 100). L-SHADE: table I. jSO: section III; its formula gives none to one dimension, which
// has as many as L-SHADE, from which jSO stems, gives it.
std::size_t own_population(Algorithm algorithm, std::size_t dimension) {
  const auto d = static_cast<double>(dimension);
  switch (algorithm) {
    case Algorithm::de:
      return std::max<std::size_t>(5, 15 * dimension);
    case Algorithm::jade:
      return dimension < 30 ? 30 : 100;
    case Algorithm::jde:
    case Algorithm::shade:
      return 100;
    case Algorithm::lshade:
      return 18 * dimension;
    case Algorithm::jso:
      if (dimension <= 1) return own_population(Algorithm::lshade, dimension);
      return static_cast<std::size_t>(std::round(25 * elementary::log(d) * std::sqrt(d)));
  }
  return 0;
}

}  // namespace winnow::evolve
