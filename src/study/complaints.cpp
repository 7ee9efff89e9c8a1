#include "study/complaints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

/// "a size", "an integer", "an address and port", "text".
std::string with_article(const std::string& type) {
  if (type.starts_with("text")) return type;
  const bool has_vowel =
      !type.empty() && std::string_view("aeio").find(type.front()) != std::string_view::npos;
  return (has_vowel ? "an " : "a ") + type;
}

/// `it takes a size or "auto", at least 1MiB`.
std::string what_it_takes(const Key& key) {
  auto words = "it takes " + with_article(key.type);
  if (key.accepts.empty()) return words;
  words += ", " + key.accepts;
  const bool has_own_unit = key.type.starts_with("size") || key.type.starts_with("duration");
  return has_own_unit || key.text.unit.empty() ? words : words + " " + key.text.unit;
}

/// Looks in the sections that stand together with `section` first.
const Section* section_with_key(const Schema& schema, const Section& section, const std::string& key) {
  const Section* found = nullptr;
  for (const auto& other : schema.sections()) {
    if (other.find(key) == nullptr) continue;
    if (&schema.outermost(other) == &schema.outermost(section)) return &other;
    if (found == nullptr) found = &other;
  }
  return found;
}

/// The section within `section` that goes by this word in it, or null.
const Section* inner_section(const Schema& schema, const Section& section, const std::string& word) {
  return schema.find(section.name.empty() ? word : section.name + "." + word);
}

std::vector<std::string> words_within(const Schema& schema, const Section& section) {
  std::vector<std::string> words;
  for (const auto* inner : schema.within(section))
    words.push_back(inner->name.substr(section.name.size() + 1));
  return words;
}

std::string advice_for_unknown_key(const Schema& schema, const Section& section, const std::string& key) {
  auto words = section.key_names();
  for (auto& word : words_within(schema, section)) words.push_back(std::move(word));
  const auto near = base::nearest(key, words, 1);
  if (!near.empty()) {
    const auto* inner =
        section.find(near.front()) == nullptr ? inner_section(schema, section, near.front()) : nullptr;
    return inner != nullptr ? "write " + inner->header() : fmt::format("write \"{}\"", near.front());
  }
  const auto* owner = section_with_key(schema, section, key);
  if (owner == nullptr) return "take it out; `winnow study --reference` lists the keys";
  return owner->name.empty() ? "write it above the first section" : "write it below " + owner->header();
}

/// The names of the selected items of a list, each once.
std::vector<std::string> names_in(const Schema& schema, const Section& list, const Selection& selection,
                                  const Sections& sections) {
  std::vector<std::string> names;
  for (const auto& at : schema.select(list, selection, sections)) {
    const auto quoted = list.find("name")->spell(sections, at);
    auto name = quoted.substr(1, quoted.size() - 2);
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

base::Error unknown_item(const Schema& schema, const Section& list, const std::string& name,
                         const std::vector<std::string>& names, const base::Place& place) {
  auto words = names;
  for (auto& word : words_within(schema, list)) words.push_back(std::move(word));
  const auto near = base::nearest(name, words, 1);
  return {fmt::format("{} names no {}", spell(name), list.header(false)),
          names.empty() ? "there are none" : "there are " + base::enumerate(names),
          near.empty() ? "write one of these, or none for all"
                       : fmt::format("write {} for {}", near.front(), name),
          place};
}

}  // namespace

base::Error unknown_section(const Schema& schema, const std::string& name, const base::Place& place) {
  const auto names = schema.section_names();
  const auto near = base::nearest(name, names, 1);
  return {fmt::format("unknown section [{}]", name), "the sections are " + base::enumerate(names),
          near.empty() ? "take it out" : fmt::format("write [{}]", near.front()), place};
}

base::Error unknown_key(const Schema& schema, const Section& section, const Setting& setting) {
  if (const auto* inner = inner_section(schema, section, setting.key)) {
    return {fmt::format("{} is {}", setting.path(), type_of(setting.node)), inner->header() + " is a section",
            fmt::format("write {} on a line of its own and its keys below", inner->header()), setting.place};
  }
  const auto where = section.name.empty() ? "not above the first section" : "not in " + section.header();
  return {fmt::format("unknown key \"{}\"", setting.key), where,
          advice_for_unknown_key(schema, section, setting.key), setting.place};
}

base::Error no_such_item(const Schema& schema, const Section& section, const Setting& setting,
                         const Sections& sections) {
  for (std::size_t i = 0; i < setting.at.size(); ++i) {
    const auto* name = std::get_if<std::string>(&setting.at[i]);
    if (name == nullptr) continue;
    const auto& list = *schema.find(std::string_view(section.name).substr(0, section.lists[i]));
    Selection siblings(setting.at.begin(), setting.at.begin() + static_cast<std::ptrdiff_t>(i));
    siblings.emplace_back(Every{});
    const auto names = names_in(schema, list, siblings, sections);
    if (std::ranges::find(names, *name) == names.end()) {
      return unknown_item(schema, list, *name, names, setting.place);
    }
  }
  return {fmt::format("{} sets nothing", setting.path()),
          fmt::format("the study has no {}", section.header(false)), "write it into the study",
          setting.place};
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
