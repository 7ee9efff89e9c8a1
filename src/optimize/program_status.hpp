#pragma once
// The failures of `program` as statuses of evaluations.

#include "winnow/optimize/evaluation.hpp"
#include "winnow/program/evaluation.hpp"

namespace winnow::optimize {

/// Makes `evaluation` the failure. Throws base::Failure if the evaluation was cancelled: that is no outcome.
void take_failure(program::EvaluationFailure&& failure, Evaluation& evaluation);

}  // namespace winnow::optimize
