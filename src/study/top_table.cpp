#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"
#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

/// Titles go to terminals.
std::vector<Finding> check(const Sections& sections) {
  const auto& title = sections.title;
  if (base::printable(title, std::string::npos) == title) return {};
  return {{"title",
           {fmt::format("title = {} has control characters", spell(title)),
            "it is one line for people",
            "take them out, line breaks as well",
            {}}}};
}

}  // namespace

Section top_table() {
  return make_section(
      whole_study(),
      {.name = "", .doc = "What the study is called, and the preset it builds on.", .applies = "all jobs"},
      {
          field(&Sections::title, {.name = "title",
                                   .doc = "one line about the study, kept in the result file",
                                   .example = R"("Three routers under buffer pressure")",
                                   .scope = Scope::study,
                                   .bearing = Bearing::conduct}),
          field(&Sections::preset, {.name = "preset",
                                    .doc = "values to start from: the name of a file in a folder of presets",
                                    .example = R"("workstation")",
                                    .scope = Scope::choice_of_preset}),
      },
      SectionCheck<Sections>(check));
}

}  // namespace winnow::study
