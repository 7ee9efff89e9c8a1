#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;

TEST(Complaints, name_the_nearest_key) {
  EXPECT_THAT(StudyFolder("[reduce]\nfiles = \"*\"\ngrup_by = []\n").errors(),
              ElementsAre("city.toml:3:1: unknown key \"grup_by\" (not in [reduce]): write \"group_by\""));
}

TEST(Complaints, say_where_a_misplaced_key_belongs) {
  EXPECT_THAT(
      StudyFolder("eta = 0.5\n[farm]\ntitle = \"x\"\nstatistics = []\n").errors(),
      ElementsAre(
          "city.toml:1:1: unknown key \"eta\" (not above the first section): write it below [resources]",
          "city.toml:3:1: unknown key \"title\" (not in [farm]): write it above the first section",
          "city.toml:4:1: unknown key \"statistics\" (not in [farm]): write it below [reduce]"));
}

TEST(Complaints, point_to_the_reference_where_nothing_is_near) {
  EXPECT_THAT(
      StudyFolder("[farm]\nelephants = 3\n").errors(),
      ElementsAre("city.toml:2:1: unknown key \"elephants\" (not in [farm]): take it out; `winnow study "
                  "--reference` lists the keys"));
}

TEST(Complaints, name_the_nearest_section) {
  EXPECT_THAT(StudyFolder("[redcue]\nfiles = \"*\"\n").errors(),
              ElementsAre("city.toml:1:2: unknown section [redcue] (the sections are resources, farm, "
                          "checkpoint, watch, result, "
                          "reduce and optimize): write [reduce]"));
}

TEST(Complaints, tell_a_section_from_a_key) {
  EXPECT_THAT(
      StudyFolder("reduce = 5\n").errors(),
      ElementsAre("city.toml:1:1: reduce is an integer ([reduce] is a section): write [reduce] on a line of "
                  "its own and its keys below"));
  EXPECT_THAT(
      StudyFolder("[[farm]]\nprefetch = 1\n").errors(),
      ElementsAre(
          "city.toml:1:3: farm is a list ([farm] is a section): write [farm] on a line of its own and "
          "its keys below"));
}

TEST(Complaints, say_which_type_a_key_takes) {
  EXPECT_THAT(
      StudyFolder("title = 5\n[resources]\neta = \"high\"\nworkers = 2.5\nsafety = 1\n").errors(),
      ElementsAre(
          "city.toml:1:9: title = 5 is an integer (it takes text): write, for example, title = \"Three "
          "routers under buffer pressure\"",
          "city.toml:3:7: resources.eta = \"high\" is text (it takes a real number, above 0, at most "
          "1): write, for example, eta = 0.75",
          "city.toml:4:11: resources.workers = 2.5 is a real number (it takes an integer or \"auto\", 1 "
          "to 100000): write, for example, workers = 4",
          "city.toml:5:10: resources.safety = 1 is an integer (it takes a boolean): write, for "
          "example, safety = true"));
}

TEST(Complaints, say_the_range_and_the_unit) {
  EXPECT_THAT(
      StudyFolder("[resources]\neta = 1.5\nmemory = \"1kB\"\ngamma = -1\n[farm]\nheartbeat = \"1ms\"\n")
          .errors(),
      ElementsAre(
          "city.toml:2:7: resources.eta = 1.5 is out of range (it takes a real number, above 0, at most 1): "
          "write, for example, eta = 0.75",
          "city.toml:3:10: resources.memory = \"1kB\" is out of range (it takes a size or \"auto\", at least "
          "1MiB): write, for example, memory = \"8GiB\"",
          "city.toml:4:9: resources.gamma = -1 is out of range (it takes a real number, 0 to 1000 bytes per "
          "byte): write, for example, gamma = 3.0",
          "city.toml:6:13: farm.heartbeat = \"1ms\" is out of range (it takes a duration, 10ms to 1h): "
          "write, "
          "for example, heartbeat = \"1s\""));
}

TEST(Complaints, say_how_sizes_durations_and_words_are_written) {
  EXPECT_THAT(
      StudyFolder("[resources]\nmemory = \"8GX\"\nworkers = \"atuo\"\n[farm]\ntimeout = \"nome\"\n").errors(),
      ElementsAre(
          "city.toml:2:10: resources.memory = \"8GX\" is not a size (it takes a size or \"auto\", at "
          "least 1MiB): write a number with B, kB, MB, GB, KiB, MiB or GiB",
          "city.toml:3:11: resources.workers = \"atuo\" is text (it takes an integer or \"auto\", 1 to "
          "100000): write \"auto\"",
          "city.toml:5:11: farm.timeout = \"nome\" is not a duration (it takes a duration or \"none\", "
          "1ms to 365d): write \"none\""));
}

TEST(Complaints, name_the_nearest_choice) {
  EXPECT_THAT(
      StudyFolder("[resources]\nworker_type = \"threat\"\n[reduce]\nfiles = \"*\"\nformat = \"xml\"\n"
                  "statistics = [\"count\", \"meen\"]\n")
          .errors(),
      ElementsAre(
          "city.toml:2:15: resources.worker_type = \"threat\" is unknown (it is one of \"process\" and "
          "\"thread\"): write \"thread\"",
          "city.toml:5:10: reduce.format = \"xml\" is unknown (it is one of \"auto\", "
          "\"key-value\", \"table\" and \"csv\"): write one of these",
          "city.toml:6:24: \"meen\" in reduce.statistics is unknown (it is one of \"count\", "
          "\"missing\", \"sum\", \"mean\", \"std\", \"sem\", \"ci95\", \"min\", \"max\", \"median\", "
          "\"pNN\", "
          "\"first\", \"last\" and \"histogram\"): write \"mean\""));
}

TEST(Complaints, keep_what_is_for_one_study_out_of_shared_files) {
  const StudyFolder folder("");
  Overrides overrides;
  overrides.user_file = folder.write("user.toml", "title = \"mine\"\n[reduce]\nfiles = \"*\"\n");
  EXPECT_THAT(
      folder.errors(overrides),
      ElementsAre("user.toml:1:1: title cannot be set here (it belongs to a single study): move it to the "
                  "study file",
                  "user.toml:3:1: reduce.files cannot be set here (it belongs to a single study): move it to "
                  "the study file"));
}

TEST(Complaints, refuse_a_preset_of_a_preset) {
  const StudyFolder folder("preset = \"a\"\n");
  folder.write("presets/a.toml", "preset = \"b\"\n");
  Overrides overrides;
  overrides.preset_folders = {folder.path() / "presets"};
  EXPECT_THAT(
      folder.errors(overrides),
      ElementsAre(
          "presets/a.toml:1:1: preset cannot be set here (a preset builds on no other preset): take it "
          "out"));
}

}  // namespace
}  // namespace winnow::study
