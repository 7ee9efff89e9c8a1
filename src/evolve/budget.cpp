#include "evolve/budget.hpp"

#include <algorithm>
#include <cmath>

#include "evolve/elementary.hpp"

namespace winnow::evolve {

double progress_of(const Budget& budget, const Used& used) {
  const auto part = [](std::uint64_t amount, std::uint64_t limit) {
    return limit == 0 ? 1 : std::min(1.0, static_cast<double>(amount) / static_cast<double>(limit));
  };
  if (budget.evaluations) return part(used.evaluations, *budget.evaluations);
  return budget.generations ? part(used.generations, *budget.generations) : 0;
}

End end_of(const Budget& budget, const Used& used, const Outcome& best) {
  if (budget.target && best.violation == 0 && best.objective <= *budget.target) return End::target;
  if (budget.evaluations && used.evaluations >= *budget.evaluations) return End::evaluations;
  if (budget.generations && used.generations >= *budget.generations) return End::generations;
  return End::none;
}

bool has_converged(const Budget& budget, const Census& census, std::size_t population) {
  if (!budget.relative_tolerance || census.finite < population) return false;
  return census.spread <= budget.absolute_tolerance + *budget.relative_tolerance * std::abs(census.mean);
}

double epsilon_level(const EpsilonSchedule& schedule, double first_level, double progress) {
  if (!schedule.on || progress >= schedule.until) return 0;
  return first_level * elementary::pow(1 - progress / schedule.until, schedule.power);
}

double first_epsilon_level(const EpsilonSchedule& schedule, const Population& population) {
  auto violations = population.violations;
  std::ranges::sort(violations);
  const auto at = static_cast<std::size_t>(schedule.theta * static_cast<double>(violations.size()));
  return violations[std::min(at, violations.size() - 1)];
}

}  // namespace winnow::evolve
