#pragma once
// `winnow evaluate`: one candidate's value, as a search would see it.

#include "app/command_line.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"

namespace winnow::app {

/// Evaluates a candidate of a study's problem in this process, without MPI, and prints what came out. Throws
/// base::Failure on a candidate that is none, and if the evaluation fails.
base::ExitStatus evaluate(const EvaluateCommand& command, base::Log& log);

}  // namespace winnow::app
