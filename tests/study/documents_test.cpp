#include "winnow/study/documents.hpp"

#include <gmock/gmock.h>

#include "study/schema.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::HasSubstr;

TEST(DefaultsToml, loads_as_the_defaults) {
  const auto study = StudyFolder(defaults_toml()).study();
  Sections defaults;
  defaults.reduce.emplace().files = study.reduce()->files;
  auto& problem = defaults.optimize.emplace_back();
  problem.budget.evaluations = 100000;
  problem.parameters = {{.name = "latency", .low = 0.1, .high = 10.0}};
  problem.objective.function = std::string("sphere");
  EXPECT_EQ(study.sections(), defaults);
}

TEST(DefaultsToml, sets_every_key) {
  const auto study = StudyFolder(defaults_toml()).study();
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    for (const auto& key : section.keys)
      EXPECT_TRUE(study.is_set(section.path_of(key))) << section.path_of(key);
  }
}

TEST(DefaultsToml, says_what_each_key_is_and_takes) {
  EXPECT_THAT(defaults_toml(),
              HasSubstr("\n# upper bound of a piece of input\n# size or \"auto\"; at least 4KiB; "
                        "bytes\nchunk = \"auto\"\n"));
}

TEST(ReferenceMarkdown, has_a_row_for_every_key) {
  const auto reference = reference_markdown();
  EXPECT_THAT(reference, HasSubstr("### `[resources]`\n"));
  EXPECT_THAT(reference,
              HasSubstr("| `eta` | real number | `0.75` | above 0, at most 1 |  | anywhere | share of the "
                        "memory limit that may be used |\n"));
  EXPECT_THAT(reference, HasSubstr("| `files` | list of text | required |"));
}

TEST(Explain, gives_the_value_and_the_layer_of_each_key) {
  const StudyFolder folder("[resources]\nmemory = \"8GiB\"\n");
  Overrides overrides;
  overrides.site_file = folder.path() / "site.toml";
  overrides.user_file = folder.write("user.toml", "[resources]\neta = 0.5\n");
  overrides.environment = {{"WINNOW_RESOURCES_GAMMA", "2"}, {"WINNOW_RESOURCE_ETA", "1"}};
  overrides.sets = {"farm.batch=4"};
  const auto text = folder.without_folder(explain(folder.study(overrides)));
  EXPECT_THAT(text, HasSubstr("eta              = 0.5        # user, user.toml:2:1\n"));
  EXPECT_THAT(text, HasSubstr("memory           = \"8GiB\"     # study, city.toml:2:1\n"));
  EXPECT_THAT(text, HasSubstr("gamma            = 2.0        # environment variable "
                              "WINNOW_RESOURCES_GAMMA\n"));
  EXPECT_THAT(text, HasSubstr("batch       = 4       # --set farm.batch\n"));
  EXPECT_THAT(text, HasSubstr("chunk            = \"auto\"     # default\n"));
  EXPECT_THAT(text, HasSubstr("warning: the environment variable WINNOW_RESOURCE_ETA is not heeded"));
}

TEST(Explain, shows_the_precedence_with_the_files_of_this_run) {
  const StudyFolder folder("");
  Overrides overrides;
  overrides.site_file = folder.path() / "site.toml";
  overrides.user_file = folder.write("user.toml", "");
  EXPECT_THAT(folder.without_folder(explain(folder.study(overrides))),
              testing::StartsWith("Later layers overrule earlier ones:\n"
                                  "  default       built in\n"
                                  "  site          site.toml (not there)\n"
                                  "  user          user.toml\n"
                                  "  preset        none\n"
                                  "  study         city.toml\n"
                                  "  environment   WINNOW_SECTION_KEY, as in WINNOW_RESOURCES_MEMORY=8GiB\n"
                                  "  command line  --set section.key=value\n"));
}

TEST(Summarize, names_title_and_jobs) {
  const StudyFolder folder("title = \"T\"\n[reduce]\nfiles = \"*\"\n");
  EXPECT_EQ(folder.without_folder(summarize(folder.study())),
            "city.toml is a valid study\n  title   T\n  jobs    reduce\n");
}

TEST(Summarize, tells_of_searches) {
  const StudyFolder folder(
      "[optimize]\nevaluations = 9\n[[optimize.parameter]]\nname = \"x\"\nlow = 0\nhigh = 1\n"
      "[optimize.objective]\nfunction = \"sphere\"\n");
  EXPECT_THAT(summarize(folder.study()), HasSubstr("  search  by jso over x\n"));
}

}  // namespace
}  // namespace winnow::study
