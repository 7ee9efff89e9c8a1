#include "study/judgement.hpp"

#include <fmt/format.h>

#include <map>

namespace winnow::study {
namespace {

class Judge {
 public:
  Judge(const Study& study, const Schema& schema, const std::set<std::string, std::less<>>& wrong)
      : study_(study), schema_(schema), wrong_(wrong), occurrences_(schema.occurrences(study.sections())) {}

  [[nodiscard]] std::vector<base::Error> errors() && {
    for (const auto& occurrence : occurrences_) refuse_missing(occurrence);
    refuse_shared_names();
    for (const auto& occurrence : occurrences_) refuse_contradictions(occurrence);
    return std::move(errors_);
  }

 private:
  void refuse_missing(const Occurrence& occurrence) {
    for (const auto& key : occurrence.section->keys) {
      const auto path = occurrence.section->path_at(occurrence.at, key.text.name);
      if (!is_required(key, occurrence) || study_.is_set(path)) continue;
      missing_.insert(path);
      errors_.push_back({occurrence.section->path_of(key) + " is missing", key.text.doc,
                         fmt::format("write, for example, {} = {}", key.text.name, key.example()),
                         study_.place_of(path)});
    }
  }

  /// Several items of a list are told apart by their names.
  static bool is_required(const Key& key, const Occurrence& occurrence) {
    return key.text.required ||
           (key.text.name == "name" && occurrence.section->is_list && !occurrence.is_alone);
  }

  void refuse_shared_names() {
    std::map<std::string, std::set<std::string>> names;  // by the path of the list
    for (const auto& [section, at, is_alone] : occurrences_) {
      if (!section->is_list) continue;
      const auto path = section->path_at(at, "name");
      const auto name = section->find("name")->spell(study_.sections(), at);
      const auto owner = InstanceView(at).first(at.size() - 1);
      if (missing_.contains(path) || names[list_path(*section, owner)].insert(name).second) continue;
      errors_.push_back({fmt::format("{}.name = {} stands twice", section->name, name),
                         "items of a list are told apart by their names", "give one of them another",
                         study_.place_of(path)});
    }
  }

  static std::string list_path(const Section& list, InstanceView owner) {
    Instance first(owner.begin(), owner.end());
    first.push_back(0);
    return list.path_at(first);
  }

  void refuse_contradictions(const Occurrence& occurrence) {
    const auto& [section, at, is_alone] = occurrence;
    if (wrong_.contains(section->path_at(at))) return;
    for (auto& finding : section->check(study_.sections(), at)) {
      const auto path = section->path_at(at, finding.key);
      if (missing_.contains(path)) continue;
      finding.error.place = study_.place_of(path);
      if (!finding.other.empty()) {
        const auto other = study_.origin_of(section->path_at(at, finding.other));
        if (other.layer > study_.origin_of(path).layer) finding.error.place = other.place;
      }
      errors_.push_back(std::move(finding.error));
    }
  }

  const Study& study_;
  const Schema& schema_;
  const std::set<std::string, std::less<>>& wrong_;
  const std::vector<Occurrence> occurrences_;
  std::set<std::string, std::less<>> missing_;  ///< required keys without a value
  std::vector<base::Error> errors_;
};

}  // namespace

std::vector<base::Error> judge(const Study& study, const Schema& schema,
                               const std::set<std::string, std::less<>>& wrong) {
  return Judge(study, schema, wrong).errors();
}

}  // namespace winnow::study
