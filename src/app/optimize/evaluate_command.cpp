#include "app/optimize/evaluate_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

/// Keys of a problem that say where it is searched and what is evaluated; the others say how it is searched.
bool matters(std::string_view key) {
  constexpr std::array sections{"objective", "parameter", "failure"};
  return key.starts_with("optimize") && std::ranges::any_of(sections, [&](const char* section) {
           return key.find(section) != std::string_view::npos;
         });
}

bool matters_in_environment(std::string_view variable) {
  constexpr std::array prefixes{"WINNOW_PRESET", "WINNOW_OPTIMIZE_OBJECTIVE_", "WINNOW_OPTIMIZE_PARAMETER_",
                                "WINNOW_OPTIMIZE_FAILURE_"};
  return std::ranges::any_of(prefixes, [&](const char* prefix) { return variable.starts_with(prefix); });
}

}  // namespace

std::string evaluate_command(const StudyArguments& study, const study::Environment& environment,
                             const std::string& problem) {
  std::string command;
  for (const auto& [variable, value] : environment) {
    if (matters_in_environment(variable)) {
      command += fmt::format("{}={} ", variable, base::shell_word(value));
    }
  }
  const auto file = std::filesystem::absolute(study.file).lexically_normal();
  command += "winnow evaluate " + base::shell_word(file.string());
  if (study.preset) command += " --preset " + base::shell_word(*study.preset);
  for (const auto& set : study.sets) {
    if (matters(std::string_view(set).substr(0, set.find('=')))) command += " --set " + base::shell_word(set);
  }
  if (!problem.empty()) command += " --problem " + base::shell_word(problem);
  return command;
}

}  // namespace winnow::app
