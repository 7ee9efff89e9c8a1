#include "winnow/study/study.hpp"

#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* small_study = R"(title = "small"
[reduce]
files = "*.txt"
  metrics = ["a"]
[resources]
memory = "8GiB"
)";

TEST(Study, is_named_after_its_file) {
  const StudyFolder folder(small_study);
  const auto study = folder.study();
  EXPECT_EQ(study.name(), "city");
  EXPECT_EQ(study.folder(), folder.path());
  EXPECT_THAT(study.jobs(), ElementsAre("reduce"));
}

TEST(Study, knows_the_place_of_each_key_for_errors_found_later) {
  const StudyFolder folder(small_study);
  Overrides overrides;
  overrides.environment = {{"WINNOW_FARM_BATCH", "4"}};
  overrides.sets = {"reduce.runs=false"};
  const auto study = folder.study(overrides);
  const auto place_of = [&](std::string_view key) {
    return folder.without_folder(study.place_of(key).text());
  };
  EXPECT_EQ(place_of("reduce.metrics"), "city.toml:4:3");
  EXPECT_EQ(place_of("farm.batch"), "environment variable WINNOW_FARM_BATCH");
  EXPECT_EQ(place_of("reduce.runs"), "--set reduce.runs");
  EXPECT_EQ(place_of("reduce.name"), "city.toml:2:2") << "a default: the section";
  EXPECT_EQ(place_of("result.compression"), "city.toml")
      << "a default of a section that is not there: the file";
}

TEST(Study, tells_values_that_were_set_from_defaults) {
  const auto study = StudyFolder("[resources]\ngamma = 3.0\n").study();
  EXPECT_TRUE(study.is_set("resources.gamma"));
  EXPECT_FALSE(study.is_set("resources.overhead"));
}

TEST(EffectiveToml, loads_and_gives_the_same_values_and_the_same_text) {
  const auto first = StudyFolder(R"(
title = "quotes \" and \\ and ä"
[resources]
memory = "1500MB"
min_workers = "cores/3"
[farm]
heartbeat = "1.1s"
timeout = 0.07
[reduce]
files = "a\\b*.txt"
name = "{a}_{b:size}.txt"
group_by = [["a", "b"], []]
)")
                         .study();
  const auto second = StudyFolder(first.effective_toml()).study();
  EXPECT_EQ(second.sections(), first.sections());
  EXPECT_EQ(second.effective_toml(), first.effective_toml());
}

TEST(EffectiveToml, does_not_depend_on_where_values_came_from) {
  Overrides overrides;
  overrides.sets = {"resources.memory=8192MiB", "reduce.metrics=a", "title=small"};
  EXPECT_EQ(StudyFolder("[reduce]\nfiles = [\"*.txt\"]\n").study(overrides).effective_toml(),
            StudyFolder(small_study).study().effective_toml());
}

TEST(EffectiveToml, keeps_the_values_of_a_preset_without_needing_it) {
  const StudyFolder folder("preset = \"p\"\n");
  folder.write("presets/p.toml", "[farm]\nprefetch = 9\n");
  Overrides overrides;
  overrides.preset_folders = {folder.path() / "presets"};
  const auto text = folder.study(overrides).effective_toml();
  EXPECT_THAT(text, HasSubstr("# The values of the preset p are among these."));
  EXPECT_EQ(StudyFolder(text).study().farm().prefetch, 9u);
}

TEST(EffectiveToml, leaves_out_jobs_that_are_not_there) {
  EXPECT_THAT(StudyFolder("").study().effective_toml(), Not(HasSubstr("[reduce]")));
}

TEST(AnswerToml, does_not_change_with_resources) {
  Overrides overrides;
  overrides.sets = {"resources.workers=3", "farm.batch=7", "result.compression=1"};
  const StudyFolder folder(small_study);
  EXPECT_EQ(folder.study(overrides).answer_toml(), folder.study().answer_toml());
}

TEST(AnswerToml, changes_with_the_job) {
  Overrides overrides;
  overrides.sets = {"reduce.statistics=mean"};
  const StudyFolder folder(small_study);
  EXPECT_NE(folder.study(overrides).answer_toml(), folder.study().answer_toml());
}

}  // namespace
}  // namespace winnow::study
