#include "app/journal/opening_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::app {
namespace {

constexpr auto start_over = "leave out --resume to start over";

/// The path of the table that a line opens: "reduce", "optimize.parameter[2]" for the second in a list.
std::string section_of(std::string_view line, std::map<std::string, int, std::less<>>& lists) {
  if (!line.starts_with("[[")) return std::string(line.substr(1, line.find(']') - 1));
  const std::string name(line.substr(2, line.find(']') - 2));
  return fmt::format("{}[{}]", name, ++lists[name]);
}

/// "section.key" to value.
std::map<std::string, std::string, std::less<>> values_of(std::string_view toml) {
  std::map<std::string, std::string, std::less<>> values;
  std::map<std::string, int, std::less<>> lists;
  std::string section;
  while (!toml.empty()) {
    const auto line = toml.substr(0, toml.find('\n'));
    toml.remove_prefix(std::min(toml.size(), line.size() + 1));
    if (line.starts_with('[')) section = section_of(line, lists) + '.';
    const auto equals = line.find(" = ");
    if (equals != std::string_view::npos && !line.starts_with('#')) {
      values.emplace(fmt::format("{}{}", section, line.substr(0, equals)), line.substr(equals + 3));
    }
  }
  return values;
}

}  // namespace

void refuse_others(const JournalOpening& opening, const JournalOpening& expected) {
  if (opening.version != expected.version) {
    throw base::Failure({"the checkpoint is of another version of Winnow",
                         fmt::format("Winnow {} wrote it, and this is {}", opening.version, expected.version),
                         fmt::format("go on with Winnow {}, or {}", opening.version, start_over),
                         {}});
  }
  if (opening.study != expected.study) {
    throw base::Failure({"the checkpoint is of another study",
                         study_difference(opening.study, expected.study),
                         fmt::format("change the study back, or {}", start_over),
                         {}});
  }
  if (!expected.objectives.empty() && opening.objectives != expected.objectives) {
    throw base::Failure({"the checkpoint is of another objective",
                         "the program, the plugin, a script or a template has changed since it was written",
                         fmt::format("change it back, or {}", start_over),
                         {}});
  }
}

std::string study_difference(std::string_view then, std::string_view now) {
  const auto before = values_of(then);
  const auto after = values_of(now);
  std::vector<std::string> differences;
  for (const auto& [key, value] : before) {
    const auto found = after.find(key);
    if (found == after.end()) differences.push_back(fmt::format("{} was {}", key, value));
    if (found != after.end() && found->second != value) {
      differences.push_back(fmt::format("{} was {} and is {}", key, value, found->second));
    }
  }
  for (const auto& [key, value] : after) {
    if (!before.contains(key)) differences.push_back(fmt::format("{} is {}", key, value));
  }
  return fmt::format("{}", fmt::join(differences, "; "));
}

}  // namespace winnow::app
