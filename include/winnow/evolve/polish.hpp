#pragma once
// A local search from the best point of a global one, by the library NLopt.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

enum class PolishMethod {
  bobyqa,  ///< quadratic models, no derivatives (Powell, report DAMTP 2009/NA06); of two parameters or more,
           ///< else cobyla
  cobyla,  ///< linear models, no derivatives (Powell 1994); keeps to constraints
  lbfgs,   ///< quasi-Newton (Nocedal 1980; Liu and Nocedal 1989) with central finite differences
};

struct PolishOptions {
  PolishMethod method = PolishMethod::bobyqa;
  std::uint64_t evaluations = 1000;  ///< at most
  /// The search ends where a step changes no parameter by more than this part of its range, or the objective
  /// by no more than this part of itself.
  double tolerance = 1e-10;
};

struct Polished {
  std::vector<double> values;
  Outcome outcome;
  std::uint64_t evaluations = 0;
};

/// Searches from `values`, whose outcome is known. Real parameters without a grid move, within their bounds;
/// the others stay as they are. The result is the best point seen, by the feasibility rules: never worse than
/// what it began with. What fails or, but for cobyla, violates a constraint counts as worse than anything
/// seen so far. An exception of `evaluate` passes through.
[[nodiscard]] Polished polish(const Space& space, std::span<const double> values, const Outcome& outcome,
                              const PolishOptions& options, const Evaluate& evaluate);

}  // namespace winnow::evolve
