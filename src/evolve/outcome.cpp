#include "winnow/evolve/outcome.hpp"

#include <cmath>

namespace winnow::evolve {

Outcome sanitized(Outcome outcome) {
  constexpr double worst = std::numeric_limits<double>::infinity();
  if (std::isnan(outcome.objective)) outcome.objective = worst;
  if (std::isnan(outcome.violation)) outcome.violation = worst;
  if (outcome.violation < 0) outcome.violation = 0;
  return outcome;
}

}  // namespace winnow::evolve
