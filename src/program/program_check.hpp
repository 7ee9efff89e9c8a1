#pragma once
// What can be refused before any program is run.

#include <filesystem>
#include <string>

#include "winnow/base/error.hpp"
#include "winnow/program/program.hpp"

namespace winnow::program {

/// The name of a parameter in the environment: "WINNOW_PARAM_LATENCY".
[[nodiscard]] std::string environment_name(std::string_view parameter);

/// Fails if two parameters have one name in the environment, or a parameter and a constant one name.
[[nodiscard]] base::Result<void> check_names(const ProgramSpec& spec);

/// Fails if a report has no file or no names, or JSON no names, or the dialect is wrong.
[[nodiscard]] base::Result<void> check_output(const OutputSpec& output);

/// Where in the working directory the file goes. Fails if that is not told, or is not in there.
[[nodiscard]] base::Result<std::filesystem::path> target_of(const TemplateFile& file);

}  // namespace winnow::program
