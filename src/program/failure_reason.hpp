#pragma once
// Failures in words.

#include <string>

#include "winnow/program/evaluation.hpp"
#include "winnow/program/process.hpp"

namespace winnow::program {

/// How a process that did not succeed failed as an evaluation.
[[nodiscard]] FailureKind failure_kind(const ProcessEnd& end);

/// The reason with the last lines of standard error, if there are any: "exit status 1: Traceback (most recent
/// call last): | … | ValueError: negative rate".
[[nodiscard]] std::string with_errors(std::string reason, const Output& errors);

}  // namespace winnow::program
