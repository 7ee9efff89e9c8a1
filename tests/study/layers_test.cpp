#include "study/layers.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"

namespace winnow::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct FromEnvironment {
  Document document;
  std::string errors;
  std::vector<std::string> warnings;
};

FromEnvironment read(const Environment& environment) {
  Errors errors;
  std::vector<std::string> warnings;
  auto layer = settings_of_environment(environment, make_schema(), errors, warnings);
  return {std::move(layer.document), errors.text(), std::move(warnings)};
}

TEST(EnvironmentLayer, names_sections_and_keys_in_capitals) {
  const auto layer =
      read({{"WINNOW_RESOURCES_MAX_WORKERS", "cores/2"}, {"WINNOW_TITLE", "x"}, {"HOME", "/home/a"}});
  ASSERT_EQ(layer.document.settings.size(), 2u);
  EXPECT_EQ(layer.document.settings[0].path(), "resources.max_workers");
  EXPECT_EQ(layer.document.settings[1].path(), "title");
  EXPECT_THAT(layer.warnings, IsEmpty());
}

TEST(EnvironmentLayer, takes_an_empty_variable_for_one_that_is_not_set) {
  EXPECT_THAT(read({{"WINNOW_FARM_BATCH", ""}, {"WINNOW_FARM_BACTH", ""}}).document.settings, IsEmpty());
}

TEST(EnvironmentLayer, refuses_a_misspelt_key_of_a_section) {
  EXPECT_EQ(read({{"WINNOW_FARM_BACTH", "4"}}).errors,
            "the environment variable WINNOW_FARM_BACTH sets no key: write WINNOW_FARM_BATCH");
}

TEST(EnvironmentLayer, warns_of_what_is_much_like_a_key) {
  const auto layer = read({{"WINNOW_RESOURCE_MEMORY", "8GiB"}});
  EXPECT_EQ(layer.errors, "");
  EXPECT_THAT(layer.warnings,
              ElementsAre("the environment variable WINNOW_RESOURCE_MEMORY is not heeded: did you mean "
                          "WINNOW_RESOURCES_MEMORY?"));
}

TEST(EnvironmentLayer, leaves_other_variables_of_this_prefix_alone) {
  const auto layer =
      read({{"WINNOW_HOME", "/opt"}, {"WINNOW_SCHEDULE_SEED", "7"}, {"WINNOWER_FARM_BATCH", "4"}});
  EXPECT_EQ(layer.errors, "");
  EXPECT_THAT(layer.warnings, IsEmpty());
  EXPECT_THAT(layer.document.settings, IsEmpty());
}

TEST(CommandLineLayer, splits_at_the_first_equals_sign) {
  Errors errors;
  const auto layer = settings_of_command_line({"reduce.name=a=b", " title = x "}, make_schema(), errors);
  EXPECT_THAT(errors.list, IsEmpty());
  EXPECT_EQ(layer.document.settings[0].path(), "reduce.name");
  EXPECT_EQ(*layer.document.settings[0].node.as<std::string>(), "a=b");
  EXPECT_EQ(layer.document.settings[1].path(), "title");
  EXPECT_EQ(*layer.document.settings[1].node.as<std::string>(), "x");
}

TEST(CommandLineLayer, refuses_a_set_without_a_value) {
  Errors errors;
  (void)settings_of_command_line({"farm.batch"}, make_schema(), errors);
  EXPECT_EQ(
      errors.text(),
      "--set farm.batch has no value: write --set section.key=value, as in --set resources.memory=8GiB");
}

TEST(FindPreset, takes_the_first_folder_that_has_it) {
  const test::TemporaryFolder folder;
  folder.write("mine/cluster.toml", "");
  folder.write("shipped/cluster.toml", "");
  EXPECT_EQ(*find_preset("cluster",
                         {folder.path() / "absent", folder.path() / "mine", folder.path() / "shipped"}, {}),
            folder.path() / "mine/cluster.toml");
}

TEST(FindPreset, says_if_there_are_none_at_all) {
  EXPECT_EQ(find_preset("cluster", {}, {"--preset"}).error().text(),
            "--preset: unknown preset \"cluster\" (no folder of presets has any): write one of these, or "
            "take preset "
            "out");
}

}  // namespace
}  // namespace winnow::study
