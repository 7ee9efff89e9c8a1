#pragma once
// From the outputs of an objective to the outcome that the search compares.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "winnow/evolve/outcome.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

enum class Goal { min, max };

/// A bound on one of the outputs.
struct Constraint {
  enum class Relation { at_most, at_least, equal };
  std::size_t output = 0;  ///< its index
  Relation relation = Relation::at_most;
  double bound = 0;
};

/// What a failed evaluation counts as.
struct Penalty {
  enum class Kind {
    worst,       ///< worse than all that did not fail
    infeasible,  ///< likewise, and never feasible
    value        ///< as if that had been the objective's value, but for the best
  };
  Kind kind = Kind::worst;
  double value = 0;
};

/// Pure: the same evaluation always gives the same outcome.
class Judge {
 public:
  /// Equalities hold within `tolerance`.
  Judge(Goal goal, std::vector<Constraint> constraints, double tolerance, Penalty penalty);

  /// The objective to be minimised, and the sum of the amounts by which constraints are broken.
  [[nodiscard]] evolve::Outcome outcome_of(const Evaluation& evaluation) const;

  /// The user's value of an outcome's objective, and the other way round.
  [[nodiscard]] double value_of(double objective) const {
    return goal_ == Goal::max ? -objective : objective;
  }

  [[nodiscard]] bool has_constraints() const { return !constraints_.empty(); }
  [[nodiscard]] Goal goal() const { return goal_; }

 private:
  [[nodiscard]] double violation_of(std::span<const double> outputs) const;

  Goal goal_;
  std::vector<Constraint> constraints_;
  double tolerance_;
  Penalty penalty_;
};

}  // namespace winnow::optimize
