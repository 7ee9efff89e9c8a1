#include "app/study_loading.hpp"

#include <unistd.h>

#include "winnow/base/error.hpp"

namespace winnow::app {

study::Environment process_variables() {
  study::Environment variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

namespace {

std::filesystem::path executable_folder() {
  std::error_code unknown;
  return std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
}

}  // namespace

void throw_errors(const study::Errors& errors) {
  throw base::Failure({errors.text(), "", "", {}});
}

study::Study load_study(const StudyArguments& arguments, base::Log& log) {
  auto overrides =
      study::standard_overrides(process_variables(), executable_folder(), {WINNOW_SOURCE_PRESETS});
  overrides.sets = arguments.sets;
  overrides.preset = arguments.preset;
  auto study =
      arguments.file.empty() ? study::load_without_file(overrides) : study::load(arguments.file, overrides);
  if (!study) throw_errors(study.error());
  for (const auto& warning : study->warnings()) log.warning(warning);
  return *std::move(study);
}

}  // namespace winnow::app
