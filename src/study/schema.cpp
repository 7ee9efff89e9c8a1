#include "study/schema.hpp"

#include <algorithm>
#include <limits>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {

std::string Key::example() const {
  return text.example.empty() ? spell(Sections{}) : text.example;
}

const Key* Section::find(std::string_view key) const {
  const auto found =
      std::ranges::find(keys, key, [](const Key& k) -> std::string_view { return k.text.name; });
  return found != keys.end() ? &*found : nullptr;
}

std::vector<std::string> Section::key_names() const {
  std::vector<std::string> names;
  for (const auto& key : keys) names.push_back(key.text.name);
  return names;
}

const Section* Schema::find(std::string_view section) const {
  const auto found = std::ranges::find(sections_, section, &Section::name);
  return found != sections_.end() ? &*found : nullptr;
}

std::vector<std::string> Schema::section_names() const {
  std::vector<std::string> names;
  for (const auto& section : sections_) {
    if (!section.name.empty()) names.push_back(section.name);
  }
  return names;
}

const Key* Schema::find_path(std::string_view path) const {
  const auto dot = path.find('.');
  const auto* section = find(dot == std::string_view::npos ? "" : path.substr(0, dot));
  return section != nullptr ? section->find(path.substr(dot + 1)) : nullptr;
}

std::string words_of(const Range& range, const std::function<std::string(double)>& spelled) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (range.least == -infinity) return "";
  const auto least = spelled(range.least);
  if (range.least_is_outside) return "above " + least + ", at most " + spelled(range.most);
  return range.most == infinity ? "at least " + least : least + " to " + spelled(range.most);
}

std::string words_of(const std::vector<std::string>& choices) {
  std::string words;
  for (const auto& choice : choices) words += (words.empty() ? "one of " : ", ") + spell(choice);
  return words;
}

Section make_top(SectionText text, std::vector<Field<Sections>> fields) {
  return assemble<Sections>(std::move(text), std::move(fields), {},
                            {[](const Sections& sections) { return &sections; },
                             [](Sections& sections) -> Sections& { return sections; }});
}

Schema make_schema() {
  return Schema(
      {top_table(), resources_table(), farm_table(), checkpoint_table(), result_table(), reduce_table()});
}

}  // namespace winnow::study
