#include "app/job/standing_result.hpp"

#include <algorithm>
#include <optional>

#include "app/job/objective_identity.hpp"
#include "winnow/reduce/inputs.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::app {
namespace {

template <class Value>
std::optional<Value> attribute_of(const store::ResultFile& file, std::string_view group,
                                  std::string_view name) {
  const auto attributes = file.attributes(group);
  if (!attributes) return std::nullopt;
  for (const auto& attribute : *attributes) {
    const auto* value = std::get_if<Value>(&attribute.value);
    if (attribute.name == name && value != nullptr) return *value;
  }
  return std::nullopt;
}

bool inputs_are(const std::string& fingerprint, const study::Study& study) {
  const auto inputs = reduce::inputs_of(study.reduce()->files, study.folder().string());
  return inputs && fingerprint == inputs->fingerprint();
}

}  // namespace

bool StandingResult::has(std::string_view job) const {
  return std::ranges::find(jobs, job) != jobs.end();
}

StandingResult standing_result(const std::filesystem::path& result, const study::Study& study) {
  StandingResult standing;
  const auto file = store::ResultFile::open(result);
  if (!file) return standing;
  standing.course = attribute_of<std::string>(*file, origin::study_group, origin::course).value_or("");
  const auto answer = attribute_of<std::string>(*file, origin::study_group, origin::answer);
  if (answer != study.answer_toml()) return standing;
  standing.is_of_study = true;
  standing.is_whole =
      attribute_of<std::int64_t>(*file, origin::provenance_group, origin::is_whole).value_or(1) != 0;
  standing.inputs = attribute_of<std::string>(*file, origin::provenance_group, origin::inputs).value_or("");
  const auto objectives =
      attribute_of<std::string>(*file, origin::provenance_group, origin::objectives).value_or("");
  const auto& groups = file->groups();
  for (const auto& job : study.jobs()) {
    const bool is_there = std::ranges::find(groups, job) != groups.end();
    const bool is_as_new =
        job == "reduce" ? inputs_are(standing.inputs, study) : objectives == objective_identities(study);
    if (is_there && is_as_new && standing.is_whole) standing.jobs.push_back(job);
  }
  return standing;
}

}  // namespace winnow::app
