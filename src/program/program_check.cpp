#include "program/program_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace winnow::program {

namespace fs = std::filesystem;

std::string environment_name(std::string_view parameter) {
  std::string name = "WINNOW_PARAM_";
  for (const char letter : parameter) {
    const bool is_small = letter >= 'a' && letter <= 'z';
    const bool is_plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    name += is_small ? static_cast<char>(letter - 'a' + 'A') : is_plain ? letter : '_';
  }
  return name;
}

base::Result<void> check_names(const ProgramSpec& spec) {
  std::map<std::string, std::string> taken;
  for (const auto& parameter : spec.parameters) {
    const auto [other, is_new] = taken.emplace(environment_name(parameter), parameter);
    if (!is_new) {
      return base::fail(
          fmt::format("the parameters {} and {} cannot be told apart", other->second, parameter),
          fmt::format("both are {} in the program's environment", other->first), "rename one");
    }
    const bool is_constant = std::ranges::any_of(
        spec.constants, [&](const auto& constant) { return constant.first == parameter; });
    if (is_constant) {
      return base::fail(fmt::format("no parameter can have the name {}", parameter),
                        fmt::format("{{{}}} has a meaning already", parameter), "rename it");
    }
  }
  return {};
}

base::Result<void> check_output(const OutputSpec& output) {
  if (output.form == OutputSpec::Form::report && output.file.empty()) {
    return base::fail("there is no file to read the value from", {},
                      "name the report that the program writes");
  }
  if (output.form != OutputSpec::Form::numbers && output.names.empty()) {
    return base::fail("there is no name of the value", {}, "name the field, key or column that has it");
  }
  return read::check(output.dialect);
}

base::Result<fs::path> target_of(const TemplateFile& file) {
  auto target = file.target;
  if (target.empty() && file.source.extension() == ".in") target = file.source.filename().stem();
  if (target.empty()) {
    return base::fail(fmt::format("the template {} has no name for its copy", file.source.string()),
                      "its own does not end in .in", "add .in to it, or name the copy");
  }
  const auto normal = target.lexically_normal();
  if (normal.is_absolute() || *normal.begin() == "..") {
    return base::fail(
        fmt::format("the template {} cannot be copied to {}", file.source.string(), target.string()),
        "that is not in the working directory", "name a path below it");
  }
  return normal;
}

}  // namespace winnow::program
