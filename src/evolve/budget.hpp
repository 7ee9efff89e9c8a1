#pragma once
// How far a search has come in its budget, and whether it has ended.

#include <cstdint>

#include "evolve/ranking.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

/// What a search has used up.
struct Used {
  std::uint64_t evaluations = 0;
  std::uint64_t generations = 0;
};

/// The part of the budget that is used, from 0 to 1: of the evaluations, where these are limited, else of the
/// generations; 0 where neither is.
[[nodiscard]] double progress_of(const Budget& budget, const Used& used);

/// Whether the budget is used up or the target reached.
[[nodiscard]] End end_of(const Budget& budget, const Used& used, const Outcome& best);

/// SciPy's rule of convergence; false while an objective is infinite.
[[nodiscard]] bool has_converged(const Budget& budget, const Census& census, std::size_t population);

/// The level of Takahama and Sakai, CEC 2006, equation 10.
[[nodiscard]] double epsilon_level(const EpsilonSchedule& schedule, double first_level, double progress);

/// The level at first: the violation of the individual at the quantile theta, least violation first.
[[nodiscard]] double first_epsilon_level(const EpsilonSchedule& schedule, const Population& population);

}  // namespace winnow::evolve
