#include "optimize/program_status.hpp"

#include <utility>

#include "winnow/base/error.hpp"

namespace winnow::optimize {
namespace {

Status status_of(program::FailureKind kind) {
  using Kind = program::FailureKind;
  switch (kind) {
    case Kind::exit_status:
      return Status::exit_status;
    case Kind::signal:
      return Status::signal;
    case Kind::timeout:
      return Status::timeout;
    case Kind::no_output:
      return Status::no_output;
    case Kind::not_a_number:
      return Status::not_a_number;
    case Kind::unparsable:
      return Status::unparsable;
    case Kind::plugin_error:
      return Status::plugin_error;
    case Kind::not_started:
      return Status::not_started;
    case Kind::cancelled:
      break;
  }
  throw base::Failure({"the evaluation was cancelled", "the run is to stop", "", {}});
}

}  // namespace

void take_failure(program::EvaluationFailure&& failure, Evaluation& evaluation) {
  evaluation.status = status_of(failure.kind);
  evaluation.reason = std::move(failure.reason);
  evaluation.outputs.clear();
}

}  // namespace winnow::optimize
