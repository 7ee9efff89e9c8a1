#pragma once
// Studies as the command line names them, with this process's environment and this installation's presets.

#include "app/command_line.hpp"
#include "winnow/base/log.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// This process's environment.
[[nodiscard]] study::Environment process_variables();

/// The study, or without a file what the other layers say. Its warnings go to `log`. Throws base::Failure
/// with one line an error.
[[nodiscard]] study::Study load_study(const StudyArguments& arguments, base::Log& log);

/// A base::Failure with one line an error.
[[noreturn]] void throw_errors(const study::Errors& errors);

}  // namespace winnow::app
