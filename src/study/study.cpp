#include "winnow/study/study.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "study/schema.hpp"

namespace winnow::study {
namespace {

/// A key's value as TOML; none: it is left out.
using Spell = std::function<std::optional<std::string>(const Section&, const Key&, InstanceView)>;

/// Sections and keys in the order of the schema; a section without a wanted key is left out.
std::string toml_of(const Schema& schema, const Sections& sections, const Spell& spell) {
  std::string text;
  for (const auto& [section, at, is_alone] : schema.occurrences(sections)) {
    std::string lines;
    for (const auto& key : section->keys) {
      if (key.text.scope == Scope::choice_of_preset) continue;
      if (const auto value = spell(*section, key, at)) lines += key.text.name + " = " + *value + "\n";
    }
    if (!lines.empty() && !section->name.empty()) text += "\n" + section->header(is_alone) + "\n";
    text += lines;
  }
  return text;
}

/// Whether the key rounds the candidates of a problem that has no cache: they are not rounded then.
bool is_idle_rounding(const Section& section, const Key& key, const Sections& sections, InstanceView at) {
  return section.name == "optimize.cache" && key.text.name == "digits" &&
         sections.optimize.at(at.front()).cache.path.is_word();
}

/// What of the jobs bears upon the answer so much. Where the cache is does not, but whether there is one
/// does.
std::string answer_of(const Sections& sections, Bearing most) {
  const auto schema = make_schema();
  return toml_of(schema, sections,
                 [&](const Section& section, const Key& key, InstanceView at) -> std::optional<std::string> {
                   if (!schema.outermost(section).is_job || key.text.bearing > most) return std::nullopt;
                   if (is_idle_rounding(section, key, sections, at)) return "off";
                   return key.spell(sections, at);
                 });
}

[[maybe_unused]] bool is_of_schema(std::string_view path) {
  const auto schema = make_schema();
  return schema.find_path(path) != nullptr || schema.find(without_indices(path)) != nullptr;
}

}  // namespace

Study::Study(Parts parts) : parts_(std::move(parts)) {
}

std::filesystem::path Study::folder() const {
  return parts_.file.has_parent_path() ? parts_.file.parent_path() : std::filesystem::path(".");
}

std::vector<std::string> Study::jobs() const {
  std::vector<std::string> names;
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    if (section.is_job && !section.instances(parts_.sections).empty()) names.push_back(section.name);
  }
  return names;
}

Origin Study::origin_of(std::string_view path) const {
  assert(is_of_schema(path));
  if (const auto found = parts_.origins.find(path); found != parts_.origins.end()) return found->second;
  for (; !path.empty(); path = owner_of(path)) {
    const auto section = parts_.section_places.find(path);
    if (section != parts_.section_places.end()) return {Layer::defaults, section->second};
  }
  return {Layer::defaults, {parts_.file.string()}};
}

std::string Study::effective_toml() const {
  std::string text;
  if (const auto& preset = parts_.sections.preset; preset.has_value()) {
    text = "# The values of the preset " + preset.value() + " are among these.\n";
  }
  return text + toml_of(make_schema(), parts_.sections, [&](const Section&, const Key& key, InstanceView at) {
           return key.spell(parts_.sections, at);
         });
}

bool Study::isolates_plugins() const {
  return std::ranges::any_of(optimize(), [](const Optimize& problem) { return problem.objective.isolate; });
}

std::string Study::answer_toml() const {
  return answer_of(parts_.sections, Bearing::budget);
}

std::string Study::course_toml() const {
  return answer_of(parts_.sections, Bearing::answer);
}

}  // namespace winnow::study
