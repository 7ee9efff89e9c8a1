#pragma once
// What an evaluation gave, and which of two outcomes is better: the feasibility rules of Deb, "An efficient
// constraint handling method for genetic algorithms", Comput. Methods Appl. Mech. Engrg. 186 (2000), section
// 3, relaxed by the epsilon level of Takahama and Sakai, "Constrained optimization by the epsilon constrained
// differential evolution with gradient-based mutation and feasible elites", IEEE CEC 2006, section III.

#include <limits>

namespace winnow::evolve {

struct Outcome {
  /// To be minimised. +inf is the worst: what an evaluation that failed gave.
  double objective = std::numeric_limits<double>::infinity();
  /// The sum of the amounts by which constraints are violated; 0: feasible.
  double violation = 0;
  /// What stands in for an evaluation that failed: it takes part in selection, and is never the best.
  bool stands_in = false;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Violations up to the level count as none.
[[nodiscard]] inline double relaxed(double violation, double level) {
  return violation <= level ? 0 : violation;
}

/// True if a is better than b: the smaller violation above the level first, then the smaller objective.
/// Strict and total over outcomes without NaN.
[[nodiscard]] inline bool is_better(const Outcome& a, const Outcome& b, double level = 0) {
  const double violation_a = relaxed(a.violation, level);
  const double violation_b = relaxed(b.violation, level);
  if (violation_a != violation_b) return violation_a < violation_b;
  return a.objective < b.objective;
}

/// The outcome without NaN: an objective or a violation that is none becomes +inf, a violation below 0
/// becomes 0.
[[nodiscard]] Outcome sanitized(Outcome outcome);

}  // namespace winnow::evolve
