#include "evolve/options_check.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "evolve/low_discrepancy.hpp"
#include "evolve/recipe.hpp"

namespace winnow::evolve {
namespace {

base::Result<void> check_budget(const Options& options) {
  const auto& budget = options.budget;
  if (budget.evaluations == 0U || budget.generations == 0U) {
    return base::fail(fmt::format("{} = 0", budget.evaluations == 0 ? "evaluations" : "generations"),
                      "nothing would be searched", "give a number above 0");
  }
  if (budget.target && std::isnan(*budget.target)) {
    return base::fail("target is not a number", "no objective is below it", "give a number");
  }
  if (!(budget.relative_tolerance.value_or(0) >= 0 && budget.absolute_tolerance >= 0)) {
    return base::fail("a tolerance is below 0", "no spread is smaller", "give 0 or more");
  }
  const bool is_limited = budget.evaluations || budget.generations;
  const bool reduces = recipe_of(options).reduces;
  if (reduces && !is_limited) {
    const auto& name = algorithm_names()[static_cast<std::size_t>(options.algorithm)];
    return base::fail(fmt::format("algorithm \"{}\" without a budget", name),
                      "its population shrinks as the budget is used up",
                      "give evaluations or generations, or another algorithm");
  }
  if (options.epsilon.on && !is_limited) {
    return base::fail("an epsilon level without a budget", "the level falls as the budget is used up",
                      "give evaluations or generations");
  }
  return {};
}

base::Result<void> check_control(const Options& options) {
  const auto [low, high] = options.mutation;
  if (!(low >= 0 && low <= high && high <= 2)) {
    return base::fail(fmt::format("mutation from {} to {}", low, high), "F lies between 0 and 2",
                      "give a number, or a range that ascends, within 0 … 2");
  }
  if (!(options.recombination >= 0 && options.recombination <= 1)) {
    return base::fail(fmt::format("recombination = {}", options.recombination), "CR is a probability",
                      "give a number from 0 to 1");
  }
  const auto& epsilon = options.epsilon;
  if (!(epsilon.theta >= 0 && epsilon.theta <= 1 && epsilon.power > 0 && epsilon.until > 0 &&
        epsilon.until <= 1)) {
    return base::fail("an epsilon schedule out of range", "theta and until are parts, power is above 0",
                      "give theta from 0 to 1, until above 0 up to 1, power above 0");
  }
  return {};
}

base::Result<void> check_points(const Space& space, const Options& options) {
  const auto d = space.dimension();
  if (options.init == Init::sobol && d > most_sobol_dimensions) {
    return base::fail(fmt::format("init = \"sobol\" with {} parameters", d),
                      fmt::format("its sequence is known for {}", most_sobol_dimensions), "use \"halton\"");
  }
  if (options.init != Init::given) return {};
  if (options.points.empty() || options.points.size() % d != 0) {
    return base::fail(fmt::format("{} initial values for {} parameters", options.points.size(), d),
                      "each point needs a value of each", "give whole points");
  }
  for (std::size_t k = 0; k < options.points.size(); ++k) {
    const auto& parameter = space.parameters()[k % d];
    const double value = options.points[k];
    if (value >= parameter.low && value <= parameter.high) continue;
    return base::fail(fmt::format("initial point {}: {} = {} is outside {} … {}", k / d + 1, parameter.name,
                                  value, parameter.low, parameter.high),
                      "the search does not leave its bounds", "move the point or the bounds");
  }
  return {};
}

base::Result<void> check_population(const Space& space, const Options& options) {
  const auto size = first_population(space, options);
  const auto least = least_population(recipe_of(options).mutation);
  if (size < least) {
    const bool is_of_points = options.population == 0 && options.init == Init::given;
    return base::fail(
        is_of_points ? fmt::format("{} initial points are the population", size)
                     : fmt::format("a population of {}", size),
        fmt::format("a trial is made of {} individuals that differ", least),
        is_of_points ? "give more, or a population of which they are a part" : "make it larger");
  }
  if (options.init == Init::given && options.points.size() / space.dimension() > size) {
    return base::fail(fmt::format("{} initial points for a population of {}",
                                  options.points.size() / space.dimension(), size),
                      "some would not be used", "leave points out, or make the population larger");
  }
  return {};
}

base::Result<void> check_islands(const Options& options) {
  const auto [count, every] = options.islands;
  if (count == 0 || every == 0 || options.in_flight == 0) {
    return base::fail(fmt::format("{} = 0", count == 0   ? "islands"
                                            : every == 0 ? "generations between migrations"
                                                         : "evaluations in flight"),
                      "nothing would move", "give a number above 0");
  }
  if (options.budget.evaluations && *options.budget.evaluations < count) {
    return base::fail(fmt::format("{} evaluations for {} islands", *options.budget.evaluations, count),
                      "each island needs some", "give more evaluations, or fewer islands");
  }
  return {};
}

}  // namespace

base::Result<void> check_options(const Space& space, const Options& options) {
  if (auto checked = check_budget(options); !checked) return checked;
  if (auto checked = check_control(options); !checked) return checked;
  if (auto checked = check_points(space, options); !checked) return checked;
  if (auto checked = check_islands(options); !checked) return checked;
  return check_population(space, options);
}

std::size_t first_population(const Space& space, const Options& options) {
  const auto d = space.dimension();
  if (options.population > 0) return options.population;
  if (options.init == Init::given) return options.points.size() / d;
  const auto own = own_population(options.algorithm, d);
  const bool in_powers = options.algorithm == Algorithm::de && options.init == Init::sobol;
  return in_powers ? std::bit_ceil(own) : own;
}

}  // namespace winnow::evolve
