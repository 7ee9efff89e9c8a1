#include "study/complaints.hpp"

#include <fmt/format.h>

#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

/// "a size", "an integer", "text".
std::string with_article(const std::string& type) {
  if (type.starts_with("text")) return type;
  return (type.starts_with('i') ? "an " : "a ") + type;
}

/// `it takes a size or "auto", at least 1MiB`.
std::string what_it_takes(const Key& key) {
  auto words = "it takes " + with_article(key.type);
  if (key.accepts.empty()) return words;
  words += ", " + key.accepts;
  const bool has_own_unit = key.type.starts_with("size") || key.type.starts_with("duration");
  return has_own_unit || key.text.unit.empty() ? words : words + " " + key.text.unit;
}

const Section* section_with_key(const Schema& schema, const std::string& key) {
  for (const auto& section : schema.sections()) {
    if (section.find(key) != nullptr) return &section;
  }
  return nullptr;
}

std::string advice_for_unknown_key(const Schema& schema, const Section& section, const std::string& key) {
  const auto near = base::nearest(key, section.key_names(), 1);
  if (!near.empty()) return fmt::format("write \"{}\"", near.front());
  const auto* owner = section_with_key(schema, key);
  if (owner == nullptr) return "take it out; `winnow study --reference` lists the keys";
  return owner->name.empty() ? "write it above the first section"
                             : fmt::format("write it below [{}]", owner->name);
}

}  // namespace

base::Error unknown_section(const Schema& schema, const std::string& name, const base::Place& place) {
  const auto names = schema.section_names();
  const auto near = base::nearest(name, names, 1);
  return {fmt::format("unknown section [{}]", name), "the sections are " + base::enumerate(names),
          near.empty() ? "take it out" : fmt::format("write [{}]", near.front()), place};
}

base::Error unknown_key(const Schema& schema, const Section& section, const Setting& setting) {
  if (section.name.empty() && schema.find(setting.key) != nullptr) {
    return {fmt::format("{} is {}", setting.key, type_of(setting.node)),
            fmt::format("[{}] is a section", setting.key),
            fmt::format("write [{}] on a line of its own and its keys below", setting.key), setting.place};
  }
  const auto where =
      section.name.empty() ? "not above the first section" : fmt::format("not in [{}]", section.name);
  return {fmt::format("unknown key \"{}\"", setting.key), where,
          advice_for_unknown_key(schema, section, setting.key), setting.place};
}

bool may_stand_in(Layer layer, Scope scope) {
  if (scope == Scope::study) return layer >= Layer::study;
  return scope == Scope::anywhere || layer != Layer::preset;
}

base::Error out_of_scope(Layer layer, const Setting& setting) {
  const bool nested = layer == Layer::preset && setting.path() == "preset";
  return {fmt::format("{} cannot be set here", setting.path()),
          nested ? "a preset builds on no other preset" : "it belongs to a single study",
          nested ? "take it out" : "move it to the study file", setting.place};
}

base::Error wrong_value(const Key& key, const Setting& setting, const Complaint& complaint) {
  const bool is_item = complaint.node != &setting.node;
  const auto value = shown(*complaint.node);
  return {is_item ? fmt::format("{} in {} {}", value, setting.path(), complaint.predicate)
                  : fmt::format("{} = {} {}", setting.path(), value, complaint.predicate),
          complaint.why.empty() ? what_it_takes(key) : complaint.why,
          complaint.advice.empty() ? fmt::format("write, for example, {} = {}", key.text.name, key.example())
                                   : complaint.advice,
          complaint.node->place};
}

}  // namespace winnow::study
