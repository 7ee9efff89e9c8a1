#pragma once
// What judges candidates. A new kind of objective implements both classes.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

/// Used by one thread at a time; a kernel has its own.
class Objective {
 public:
  virtual ~Objective() = default;

  /// Evaluates `evaluations.size()` candidates, whose values stand one after the other in `values`, in the
  /// order of the problem's parameters. Whatever becomes of a candidate is a value; durations are measured by
  /// the caller. `evaluations` are as new, but for their ids: see evaluate_checked().
  virtual void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) = 0;
};

/// Makes objectives; what they share is in here. Thread-safe, and outlives what it makes.
class ObjectiveMaker {
 public:
  virtual ~ObjectiveMaker() = default;

  [[nodiscard]] virtual base::Result<std::unique_ptr<Objective>> make() const = 0;

  /// The names of the outputs, the value first.
  [[nodiscard]] virtual std::vector<std::string> outputs() const { return {"value"}; }

  /// Whether an evaluation may hang or end its process: then candidates go to workers one by one under a
  /// timeout, and are never evaluated where the search itself is.
  [[nodiscard]] virtual bool is_foreign() const { return true; }
};

/// Evaluates with `objective`, which `maker` has made, as a search sees it: an output that is no finite
/// number is a failure. Old contents of `evaluations` but their ids are overwritten, their memory kept.
void evaluate_checked(Objective& objective, const ObjectiveMaker& maker, std::span<const double> values,
                      std::span<Evaluation> evaluations);

}  // namespace winnow::optimize
