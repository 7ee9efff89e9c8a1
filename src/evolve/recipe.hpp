#pragma once
// What tells the algorithms apart beside how they adapt F and CR: mutation, crossover, repair, archive, elite
// and the reduction of the population.

#include <cstddef>

#include "winnow/evolve/options.hpp"

namespace winnow::evolve {

/// The base point of the mutant and the differences added to it.
enum class Mutation { best1, rand1, rand_to_best1, current_to_best1, best2, rand2, current_to_pbest1 };

/// What becomes of a coordinate of the mutant out of bounds.
enum class Repair {
  redraw,    ///< uniformly within the bounds, as SciPy does
  midpoint,  ///< half-way from the parent to the bound (Zhang and Sanderson 2009, section IV-D)
};

struct Recipe {
  Mutation mutation = Mutation::best1;
  bool exponential = false;  ///< crossover, else binomial
  Repair repair = Repair::redraw;
  double archive_rate = 0;  ///< members for each individual
  /// The best part of the population that a trial is drawn to; 0: the best individual alone.
  double elite_at_first = 0;
  double elite_in_the_end = 0;
  bool elite_varies = false;  ///< each trial draws its part from [2/N, elite_at_first] (SHADE, equation 6)
  bool elite_spares_self =
      false;                ///< no trial is drawn to its own parent in the first half of the budget (jSO)
  bool reduces = false;     ///< the population shrinks linearly over the budget
  bool keeps_ties = false;  ///< a trial that is as good as its parent does not replace it
};

/// The least population that linear reduction leaves: N_min of Tanabe and Fukunaga 2014, table I.
constexpr std::size_t least_reduced_population = 4;

[[nodiscard]] Recipe recipe_of(const Options& options);

/// The individuals that a mutation needs at the least, its parent included.
[[nodiscard]] std::size_t least_population(Mutation mutation);

/// How many individuals the elite has when a part `progress` of the budget is used.
[[nodiscard]] std::size_t elite_size(const Recipe& recipe, std::size_t population, double progress);

/// The population that linear reduction leaves (Tanabe and Fukunaga 2014, equation 10).
[[nodiscard]] std::size_t reduced_population(std::size_t first, double progress);

}  // namespace winnow::evolve
