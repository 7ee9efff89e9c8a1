#include "evolve/recipe.hpp"

#include <algorithm>
#include <cmath>

namespace winnow::evolve {
namespace {

Mutation mutation_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::best1bin:
    case Strategy::best1exp:
      return Mutation::best1;
    case Strategy::rand1bin:
    case Strategy::rand1exp:
      return Mutation::rand1;
    case Strategy::randtobest1bin:
    case Strategy::randtobest1exp:
      return Mutation::rand_to_best1;
    case Strategy::currenttobest1bin:
    case Strategy::currenttobest1exp:
      return Mutation::current_to_best1;
    case Strategy::best2bin:
    case Strategy::best2exp:
      return Mutation::best2;
    case Strategy::rand2bin:
    case Strategy::rand2exp:
      return Mutation::rand2;
  }
  return Mutation::best1;
}

bool is_exponential(Strategy strategy) {
  return static_cast<int>(strategy) % 2 == 1;  // the names come in pairs, bin and exp
}

Recipe with_archive(double archive_rate, double elite) {
  return {.mutation = Mutation::current_to_pbest1,
          .repair = Repair::midpoint,
          .archive_rate = archive_rate,
          .elite_at_first = elite,
          .elite_in_the_end = elite};
}

}  // namespace

Recipe recipe_of(const Options& options) {
  switch (options.algorithm) {
    case Algorithm::de:
      return {.mutation = mutation_of(options.strategy), .exponential = is_exponential(options.strategy)};
    case Algorithm::jde:
      return {.mutation = Mutation::rand1};
    case Algorithm::jade: {  // Zhang and Sanderson 2009: p and |A| in section V; ties in the authors' code
      auto recipe = with_archive(1, 0.05);
      recipe.keeps_ties = true;
      return recipe;
    }
    case Algorithm::shade: {  // Tanabe and Fukunaga 2013, section IV
      auto recipe = with_archive(1, 0.2);
      recipe.elite_varies = true;
      return recipe;
    }
    case Algorithm::lshade: {  // Tanabe and Fukunaga 2014, table I
      auto recipe = with_archive(2.6, 0.11);
      recipe.reduces = true;
      return recipe;
    }
    case Algorithm::jso: {  // Brest, Maučec and Bošković 2017, section III; the authors' code for the archive
      auto recipe = with_archive(1, 0.25);
      recipe.elite_in_the_end = recipe.elite_at_first / 2;
      recipe.elite_spares_self = true;
      recipe.reduces = true;
      return recipe;
    }
  }
  return {};
}

std::size_t least_population(Mutation mutation) {
  switch (mutation) {
    case Mutation::best1:
    case Mutation::current_to_best1:
      return 3;
    case Mutation::current_to_pbest1:
    case Mutation::rand1:
    case Mutation::rand_to_best1:
      return 4;
    case Mutation::best2:
      return 5;
    case Mutation::rand2:
      return 6;
  }
  return 6;
}

std::size_t elite_size(const Recipe& recipe, std::size_t population, double progress) {
  if (recipe.elite_at_first == 0) return 1;
  const double part = recipe.elite_at_first + (recipe.elite_in_the_end - recipe.elite_at_first) * progress;
  const auto size = static_cast<std::size_t>(std::round(static_cast<double>(population) * part));
  return std::clamp<std::size_t>(size, 2, population);
}

std::size_t reduced_population(std::size_t first, double progress) {
  const double least = static_cast<double>(least_reduced_population);
  const double start = static_cast<double>(first);
  const double planned = std::round((least - start) * std::min(progress, 1.0) + start);
  return std::max(least_reduced_population, static_cast<std::size_t>(std::max(planned, 0.0)));
}

}  // namespace winnow::evolve
