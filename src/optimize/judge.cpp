#include "winnow/optimize/judge.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace winnow::optimize {

Judge::Judge(Goal goal, std::vector<Constraint> constraints, double tolerance, Penalty penalty)
    : goal_(goal), constraints_(std::move(constraints)), tolerance_(tolerance), penalty_(penalty) {
}

evolve::Outcome Judge::outcome_of(const Evaluation& evaluation) const {
  if (!evaluation.failed()) return {value_of(evaluation.outputs.front()), violation_of(evaluation.outputs)};
  constexpr double worst = std::numeric_limits<double>::infinity();
  switch (penalty_.kind) {
    case Penalty::Kind::value:
      return {value_of(penalty_.value), 0, true};
    case Penalty::Kind::infeasible:
      return {worst, worst, true};
    case Penalty::Kind::worst:
      break;
  }
  // Where there are constraints, a failure must not win over what breaks them.
  return {worst, has_constraints() ? worst : 0, true};
}

double Judge::violation_of(std::span<const double> outputs) const {
  double sum = 0;
  for (const auto& constraint : constraints_) {
    assert(constraint.output < outputs.size());
    const double beyond = outputs[constraint.output] - constraint.bound;
    switch (constraint.relation) {
      case Constraint::Relation::at_most:
        sum += std::max(0.0, beyond);
        break;
      case Constraint::Relation::at_least:
        sum += std::max(0.0, -beyond);
        break;
      case Constraint::Relation::equal:
        sum += std::max(0.0, std::abs(beyond) - tolerance_);
        break;
    }
  }
  return sum;
}

}  // namespace winnow::optimize
