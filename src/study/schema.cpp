#include "study/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

bool begins_with(InstanceView instance, InstanceView owner) {
  return instance.size() >= owner.size() && std::ranges::equal(instance.first(owner.size()), owner);
}

}  // namespace

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

std::string Section::path_of(const Key& key) const {
  return name.empty() ? key.text.name : name + "." + key.text.name;
}

std::string Section::path_at(InstanceView at) const {
  std::string path;
  std::size_t written = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    path += name.substr(written, lists[i] - written);
    written = lists[i];
    if (at[i] > 0) path += fmt::format("[{}]", at[i]);
  }
  return path + name.substr(written);
}

std::string Section::path_at(InstanceView at, std::string_view key) const {
  const auto section = path_at(at);
  return section.empty() || key.empty() ? section + std::string(key) : fmt::format("{}.{}", section, key);
}

std::string Section::header(bool alone) const {
  const bool as_list = is_list && (is_within_another() || !alone);
  return as_list ? fmt::format("[[{}]]", name) : fmt::format("[{}]", name);
}

Schema::Schema(std::vector<Section> sections) : sections_(std::move(sections)) {
  for (auto& section : sections_) {
    if (const auto* owner = find(owner_of(section.name)); owner != nullptr) section.lists = owner->lists;
    if (section.is_list) section.lists.push_back(section.name.size());
  }
}

const Section* Schema::find(std::string_view section) const {
  const auto found = std::ranges::find(sections_, section, &Section::name);
  return found != sections_.end() ? &*found : nullptr;
}

std::vector<std::string> Schema::section_names() const {
  std::vector<std::string> names;
  for (const auto& section : sections_) {
    if (!section.name.empty() && !section.is_within_another()) names.push_back(section.name);
  }
  return names;
}

std::vector<const Section*> Schema::within(const Section& section) const {
  std::vector<const Section*> found;
  for (const auto& other : sections_) {
    if (other.is_within_another() && owner_of(other.name) == section.name) found.push_back(&other);
  }
  return found;
}

const Section& Schema::outermost(const Section& section) const {
  return *find(std::string_view(section.name).substr(0, section.name.find('.')));
}

const Key* Schema::find_path(std::string_view path) const {
  const auto plain = without_indices(path);
  const auto owner = owner_of(plain);
  const auto* section = find(owner);
  return section != nullptr ? section->find(plain.substr(owner.empty() ? 0 : owner.size() + 1)) : nullptr;
}

std::vector<Occurrence> Schema::occurrences(const Sections& sections) const {
  std::vector<Occurrence> all;
  for (const auto& section : sections_) {
    if (!section.is_within_another()) add_occurrences(section, sections, {}, all);
  }
  return all;
}

void Schema::add_occurrences(const Section& section, const Sections& sections, InstanceView owner,
                             std::vector<Occurrence>& all) const {
  auto instances = section.instances(sections);
  std::erase_if(instances, [&](const Instance& instance) { return !begins_with(instance, owner); });
  for (const auto& instance : instances) {
    all.push_back({&section, instance, instances.size() == 1});
    for (const auto* inner : within(section)) add_occurrences(*inner, sections, instance, all);
  }
}

std::vector<Instance> Schema::select(const Section& section, const Selection& selection,
                                     const Sections& sections) const {
  auto instances = section.instances(sections);
  for (std::size_t i = 0; i < section.lists.size(); ++i) {
    const auto& list = *find(std::string_view(section.name).substr(0, section.lists[i]));
    std::erase_if(instances, [&](const Instance& instance) {
      return !fits(list, selection[i], InstanceView(instance).first(i + 1), sections);
    });
  }
  return instances;
}

bool Schema::fits(const Section& list, const Selector& selector, InstanceView item,
                  const Sections& sections) const {
  if (const auto* index = std::get_if<std::size_t>(&selector)) return item.back() == *index;
  if (const auto* name = std::get_if<std::string>(&selector)) {
    return list.find("name")->spell(sections, item) == study::spell(*name);
  }
  return true;
}

std::string without_indices(std::string_view path) {
  std::string plain;
  bool is_index = false;
  for (const char c : path) {
    is_index = c == '[' || (is_index && c != ']');
    if (!is_index && c != ']') plain += c;
  }
  return plain;
}

std::string_view owner_of(std::string_view path) {
  const auto dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

std::string words_of(const Range& range, const std::function<std::string(double)>& spelled) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (range.least == -infinity) return "";
  if (range == any_finite()) return "finite";
  const auto least = spelled(range.least);
  if (range.least_is_outside) {
    return "above " + least + (range.most == infinity ? "" : ", at most " + spelled(range.most));
  }
  return range.most == infinity ? "at least " + least : least + " to " + spelled(range.most);
}

std::string words_of(const std::vector<std::string>& choices) {
  std::string words;
  for (const auto& choice : choices) words += (words.empty() ? "one of " : ", ") + spell(choice);
  return words;
}

Access<Sections> whole_study() {
  return {[](const Sections& sections, InstanceView) { return &sections; },
          [](Sections& sections, InstanceView) -> Sections& { return sections; },
          [](const Sections&) { return std::vector<Instance>{{}}; }};
}

Schema make_schema() {
  return Schema({top_table(), resources_table(), farm_table(), farm_autoscale_table(), checkpoint_table(),
                 watch_table(), watch_alerts_table(), result_table(), reduce_table(), optimize_table(),
                 optimize_migration_table(), optimize_parameter_table(), optimize_objective_table(),
                 optimize_objective_read_table(), optimize_failure_table(), optimize_cache_table(),
                 optimize_backup_table()});
}

}  // namespace winnow::study
