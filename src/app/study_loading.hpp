#pragma once
// Studies as the command line names them, with this process's environment and this installation's presets.

#include <string_view>
#include <utility>

#include "app/command_line.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// This process's environment.
[[nodiscard]] study::Environment process_variables();

/// The study, or without a file what the other layers say. Its warnings go to `log`. Throws base::Failure
/// with one line an error.
[[nodiscard]] study::Study load_study(const StudyArguments& arguments, base::Log& log);

/// The value, or its error thrown as a base::Failure with the place of the key that asked for it.
template <class T>
T value_of_key(base::Result<T> result, const study::Study& study, std::string_view key) {
  if (result) return base::value_or_throw(std::move(result));
  auto error = std::move(result).error();
  error.place = study.place_of(key);
  throw base::Failure(std::move(error));
}

/// A base::Failure with one line an error.
[[noreturn]] void throw_errors(const study::Errors& errors);

}  // namespace winnow::app
