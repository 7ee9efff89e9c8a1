#include "winnow/study/study.hpp"

#include <cassert>
#include <utility>

#include "study/schema.hpp"

namespace winnow::study {
namespace {

std::string toml_of(const Section& section, const Sections& sections) {
  std::string text = section.name.empty() ? "" : "\n[" + section.name + "]\n";
  for (const auto& key : section.keys) {
    if (key.text.scope == Scope::choice_of_preset) continue;
    text += key.text.name + " = " + key.spell(sections) + "\n";
  }
  return text;
}

std::string toml_of(const Sections& sections, bool jobs_only) {
  std::string text;
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    const bool wanted = section.is_job || section.name.empty() || !jobs_only;
    if (wanted && section.is_present(sections)) text += toml_of(section, sections);
  }
  return text;
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
    if (section.is_job && section.is_present(parts_.sections)) names.push_back(section.name);
  }
  return names;
}

Origin Study::origin_of(std::string_view key) const {
  assert(make_schema().find_path(key) != nullptr);
  if (const auto found = parts_.origins.find(key); found != parts_.origins.end()) return found->second;
  const auto section = parts_.section_places.find(key.substr(0, key.find('.')));
  if (section != parts_.section_places.end()) return {Layer::defaults, section->second};
  return {Layer::defaults, {parts_.file.string()}};
}

std::string Study::effective_toml() const {
  std::string text;
  if (const auto& preset = parts_.sections.preset; preset.has_value()) {
    text = "# The values of the preset " + preset.value() + " are among these.\n";
  }
  return text + toml_of(parts_.sections, false);
}

std::string Study::answer_toml() const {
  return toml_of(parts_.sections, true);
}

}  // namespace winnow::study
