#include "study/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

constexpr std::string_view variable_prefix = "WINNOW_";

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return result;
}

struct Variable {
  std::string name;
  const Section* section;
  std::string key;
};

std::vector<Variable> variables_of(const Schema& schema) {
  std::vector<Variable> variables;
  for (const auto& section : schema.sections()) {
    for (const auto& key : section.keys)
      variables.push_back({variable_of(section, key), &section, key.text.name});
  }
  return variables;
}

/// The heeded variable most like `name`, or nothing. Without the prefix, which would make all of them alike.
std::string nearest_variable(std::string_view name, const std::vector<Variable>& variables) {
  std::vector<std::string> candidates;
  candidates.reserve(variables.size());
  for (const auto& variable : variables) candidates.push_back(variable.name.substr(variable_prefix.size()));
  const auto near = base::nearest(name.substr(variable_prefix.size()), candidates, 1);
  return near.empty() ? "" : std::string(variable_prefix) + near.front();
}

bool begins_with_section(std::string_view name, const Schema& schema) {
  return std::ranges::any_of(schema.section_names(), [&](const std::string& section) {
    return name.starts_with(fmt::format("{}{}_", variable_prefix, upper(section)));
  });
}

void judge_unknown(const std::string& name, const Schema& schema, const std::vector<Variable>& variables,
                   Errors& errors, std::vector<std::string>& warnings) {
  const auto near = nearest_variable(name, variables);
  if (begins_with_section(name, schema)) {
    errors.list.push_back(
        {fmt::format("the environment variable {} sets no key", name),
         "",
         near.empty() ? "unset it; `winnow study --reference` lists the keys" : "write " + near,
         {}});
  } else if (!near.empty()) {
    warnings.push_back(
        fmt::format("the environment variable {} is not heeded: did you mean {}?", name, near));
  }
}

/// A key, and which instances of its section are meant.
struct Target {
  std::string section;
  Selection at;
  std::string key;
};

/// Of a path that was typed: "optimize.objective.timeout", "optimize.NAME.seed". What is neither a section
/// nor the last word is an item's name.
Target target_of(std::string_view path, const Schema& schema) {
  Target target{"", {}, std::string(path)};
  const auto* section = schema.find("");
  for (auto dot = target.key.find('.'); dot != std::string::npos; dot = target.key.find('.')) {
    const auto word = target.key.substr(0, dot);
    const auto name = target.section.empty() ? word : target.section + "." + word;
    if (const auto* inner = schema.find(name); inner != nullptr || target.section.empty()) {
      target.section = name;
      section = inner;
      if (inner != nullptr && inner->is_list) target.at.emplace_back(Every{});
    } else if (section != nullptr && section->is_list && std::holds_alternative<Every>(target.at.back())) {
      target.at.back() = word;
    } else {
      break;
    }
    target.key.erase(0, dot + 1);
  }
  return target;
}

void add_typed(Target target, std::string_view value, const base::Place& place, Document& document,
               Errors& errors) {
  auto node = parse_typed_value(value, place);
  if (node) {
    document.settings.push_back(
        {std::move(target.section), std::move(target.at), std::move(target.key), place, *std::move(node)});
  } else {
    errors.list.push_back(std::move(node).error());
  }
}

std::vector<std::string> presets_in(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::string> names;
  for (const auto& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::string variable_of(const Section& section, const Key& key) {
  auto name = std::string(variable_prefix) + upper(section.path_of(key));
  std::ranges::replace(name, '.', '_');
  return name;
}

LayerSettings settings_of_environment(const Environment& environment, const Schema& schema, Errors& errors,
                                      std::vector<std::string>& warnings) {
  LayerSettings result{Layer::environment, {}};
  const auto variables = variables_of(schema);
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(variable_prefix) || value.empty()) continue;
    const auto known = std::ranges::find(variables, name, &Variable::name);
    if (known == variables.end()) {
      judge_unknown(name, schema, variables, errors, warnings);
    } else {
      add_typed({known->section->name, every_instance_of(*known->section), known->key}, value,
                {"environment variable " + name}, result.document, errors);
    }
  }
  return result;
}

LayerSettings settings_of_command_line(const std::vector<std::string>& sets, const Schema& schema,
                                       Errors& errors) {
  LayerSettings result{Layer::command_line, {}};
  for (const auto& set : sets) {
    const auto equals = set.find('=');
    if (equals == std::string::npos) {
      errors.list.push_back({fmt::format("--set {} has no value", set),
                             "",
                             "write --set section.key=value, as in --set resources.memory=8GiB",
                             {}});
      continue;
    }
    const auto path = base::trimmed(std::string_view(set).substr(0, equals));
    const base::Place place{fmt::format("--set {}", path)};
    auto target = target_of(path, schema);
    result.document.sections.push_back({target.section, target.at, place});
    add_typed(std::move(target), base::trimmed(std::string_view(set).substr(equals + 1)), place,
              result.document, errors);
  }
  return result;
}

base::Result<std::filesystem::path> find_preset(const std::string& preset,
                                                const std::vector<std::filesystem::path>& folders,
                                                const base::Place& place) {
  for (const auto& folder : folders) {
    std::error_code ignored;
    auto path = folder / (preset + ".toml");
    if (std::filesystem::is_regular_file(path, ignored)) return path;
  }
  const auto names = presets_in(folders);
  const auto near = base::nearest(preset, names, 1);
  auto why =
      names.empty() ? std::string("no folder of presets has any") : "there are " + base::enumerate(names);
  return base::fail(
      fmt::format("unknown preset \"{}\"", preset), std::move(why),
      near.empty() ? "write one of these, or take preset out" : fmt::format("write \"{}\"", near.front()),
      place);
}

}  // namespace winnow::study
