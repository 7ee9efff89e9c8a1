#include "app/standing_result.hpp"

#include <optional>
#include <string>

#include "winnow/reduce/inputs.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::app {
namespace {

std::optional<std::string> text_attribute(const store::ResultFile& file, std::string_view group,
                                          std::string_view name) {
  const auto attributes = file.attributes(group);
  if (!attributes) return std::nullopt;
  for (const auto& attribute : *attributes) {
    const auto* text = std::get_if<std::string>(&attribute.value);
    if (attribute.name == name && text != nullptr) return *text;
  }
  return std::nullopt;
}

}  // namespace

bool result_stands(const std::filesystem::path& result, const study::Study& study) {
  const auto file = store::ResultFile::open(result);
  if (!file) return false;
  if (text_attribute(*file, origin::study_group, origin::answer) != study.answer_toml()) return false;
  if (!study.reduce()) return true;
  const auto inputs = reduce::inputs_of(study.reduce()->files, study.folder().string());
  return inputs && text_attribute(*file, origin::provenance_group, origin::inputs) == inputs->fingerprint();
}

}  // namespace winnow::app
