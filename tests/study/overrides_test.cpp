#include "winnow/study/overrides.hpp"

#include <gmock/gmock.h>

namespace winnow::study {
namespace {

using testing::ElementsAre;

TEST(StandardOverrides, take_the_users_file_from_xdg_config_home) {
  const auto overrides = standard_overrides({{"XDG_CONFIG_HOME", "/cfg"}, {"HOME", "/home/a"}}, "/usr/bin");
  EXPECT_EQ(overrides.site_file, "/etc/winnow/winnow.toml");
  EXPECT_EQ(overrides.user_file, "/cfg/winnow/winnow.toml");
}

TEST(StandardOverrides, fall_back_to_the_home_folder) {
  for (const auto* config_home : {"", "relative"}) {
    const auto overrides =
        standard_overrides({{"XDG_CONFIG_HOME", config_home}, {"HOME", "/home/a"}}, "/usr/bin");
    EXPECT_EQ(overrides.user_file, "/home/a/.config/winnow/winnow.toml");
  }
}

TEST(StandardOverrides, do_without_a_home) {
  EXPECT_FALSE(standard_overrides({}, "/usr/bin").user_file);
}

TEST(StandardOverrides, look_for_presets_of_user_site_installation_and_build_in_this_order) {
  const auto overrides = standard_overrides({{"HOME", "/home/a"}}, "/opt/w/bin", {"/src/inputs/presets"});
  EXPECT_THAT(overrides.preset_folders, ElementsAre("/home/a/.config/winnow/presets", "/etc/winnow/presets",
                                                    "/opt/w/share/winnow/presets", "/src/inputs/presets"));
}

TEST(StandardOverrides, keep_the_environment) {
  EXPECT_EQ(standard_overrides({{"WINNOW_FARM_BATCH", "4"}}, "/usr/bin").environment.at("WINNOW_FARM_BATCH"),
            "4");
}

}  // namespace
}  // namespace winnow::study
