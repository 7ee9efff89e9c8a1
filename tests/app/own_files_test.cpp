#include "app/run/own_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/campaign.hpp"
#include "app/study_loading.hpp"

namespace winnow::app {
namespace {

class OwnFilesTest : public testing::Test {
 protected:
  /// What is said of a run of the study with such settings.
  std::string refusal(const std::vector<std::string>& sets, const std::string& output = "city.h5",
                      const std::string& trace = "") {
    try {
      refuse_shared_files(load_study({.file = "city.toml", .sets = sets, .preset = {}}, log_), output, trace);
    } catch (const base::Failure& failure) {
      return failure.what();
    }
    return "taken";
  }

  Campaign campaign_;
  base::MemoryLog log_;
};

TEST_F(OwnFilesTest, takes_files_that_are_all_different) {
  EXPECT_EQ(refusal({}), "taken");
  EXPECT_EQ(
      refusal({"watch.log=\"city.log\"", "watch.textfile=\"city.prom\"", "resources.learned=\"memory.toml\""},
              "city.h5", "trace.json"),
      "taken");
}

TEST_F(OwnFilesTest, refuses_any_two_that_are_the_same_with_both_their_names) {
  EXPECT_EQ(refusal({}, "city.toml"),
            "the study and --output are the same file (city.toml): name another with --output");
  EXPECT_EQ(refusal({}, "city.h5", "city.h5"),
            "--output and --trace are the same file (city.h5): name another with --trace");
  EXPECT_EQ(
      refusal({"watch.log=city.h5"}),
      "--set watch.log: --output and watch.log are the same file (city.h5): name another with watch.log");
  EXPECT_NE(refusal({}, "city.h5", "city.toml"), "taken");
  EXPECT_NE(refusal({"watch.log=city.toml"}), "taken");
  EXPECT_NE(refusal({"resources.learned=city.toml"}), "taken");
  EXPECT_NE(refusal({"watch.log=a.prom", "watch.textfile=a.prom"}), "taken");
  EXPECT_NE(refusal({"watch.log=trace.json"}, "city.h5", "trace.json"), "taken");
  EXPECT_NE(refusal({"watch.log=winnow/learned.toml"}), "taken") << "the user's own file";
}

TEST_F(OwnFilesTest, knows_a_file_by_its_other_names) {
  std::filesystem::create_directory("here");
  std::filesystem::create_symlink(std::filesystem::current_path(), "link");
  std::filesystem::create_hard_link("city.toml", "hard.toml");
  EXPECT_NE(refusal({}, "city.h5", "here/../city.h5"), "taken");
  EXPECT_NE(refusal({}, "city.h5", std::filesystem::current_path() / "link" / "city.h5"), "taken");
  EXPECT_NE(refusal({"watch.log=hard.toml"}), "taken");
  EXPECT_EQ(refusal({}, "city.h5", "here/city.h5"), "taken");
}

}  // namespace
}  // namespace winnow::app
