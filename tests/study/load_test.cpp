#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* smallest_reduce = "[reduce]\nfiles = \"*.txt\"\n";

/// Overrides of every layer, each file of which sets the key to what is given; empty: not at all.
struct Layers {
  std::string site = {};
  std::string user = {};
  std::string preset = {};
  std::string environment = {};
  std::string set = {};
};

std::string prefetch_file(const std::string& value) {
  return value.empty() ? "" : "[farm]\nprefetch = " + value + "\n";
}

Overrides overrides_of(const Layers& layers, const StudyFolder& folder) {
  Overrides overrides;
  overrides.site_file = folder.write("site.toml", prefetch_file(layers.site));
  overrides.user_file = folder.write("user.toml", prefetch_file(layers.user));
  folder.write("presets/p.toml", prefetch_file(layers.preset));
  overrides.preset_folders = {folder.path() / "presets"};
  overrides.preset = "p";
  overrides.environment = {{"WINNOW_FARM_PREFETCH", layers.environment}};
  if (!layers.set.empty()) overrides.sets = {"farm.prefetch=" + layers.set};
  return overrides;
}

TEST(Load, gives_the_built_in_defaults_to_an_empty_study) {
  const auto study = StudyFolder("").study();
  EXPECT_EQ(study.sections(), Sections());
  EXPECT_THAT(study.jobs(), IsEmpty());
}

TEST(Load, lets_each_layer_overrule_those_before) {
  const StudyFolder folder("[farm]\nprefetch = 14\n");
  const StudyFolder silent("");
  EXPECT_EQ(silent.study().farm().prefetch, 1u);
  EXPECT_EQ(silent.study(overrides_of({.site = "11"}, silent)).farm().prefetch, 11u);
  EXPECT_EQ(silent.study(overrides_of({.site = "11", .user = "12"}, silent)).farm().prefetch, 12u);
  Layers layers{.site = "11", .user = "12", .preset = "13"};
  EXPECT_EQ(silent.study(overrides_of(layers, silent)).farm().prefetch, 13u);
  EXPECT_EQ(folder.study(overrides_of(layers, folder)).farm().prefetch, 14u);
  layers.environment = "15";
  EXPECT_EQ(folder.study(overrides_of(layers, folder)).farm().prefetch, 15u);
  layers.set = "16";
  EXPECT_EQ(folder.study(overrides_of(layers, folder)).farm().prefetch, 16u);
}

TEST(Load, takes_the_last_of_several_sets) {
  Overrides overrides;
  overrides.sets = {"farm.prefetch=5", "farm.prefetch = 6"};
  EXPECT_EQ(StudyFolder("").study(overrides).farm().prefetch, 6u);
}

TEST(Load, reads_every_type_of_value) {
  const auto study = StudyFolder(R"(
title = "all types"
[resources]
eta = 1
memory = "8GiB"
workers = 4
min_workers = "cores/4"
max_workers = 16
worker_type = "thread"
chunk = 1048576
safety = false
[farm]
timeout = "10min"
heartbeat = 0.5
[result]
compression = 9
[reduce]
files = ["a/*.txt", "@names.txt"]
name = "{router}_{seed:int}.txt"
group_by = [["router"], []]
metrics = ["latency_*", "!latency_med"]
statistics = ["mean"]
)")
                         .study();
  EXPECT_EQ(study.title(), "all types");
  EXPECT_EQ(study.resources().eta, 1.0);
  EXPECT_EQ(study.resources().memory.value(), base::gibibytes(8));
  EXPECT_EQ(study.resources().workers.value(), 4u);
  EXPECT_EQ(study.resources().min_workers, WorkerCount::cores(4));
  EXPECT_EQ(study.resources().max_workers, WorkerCount(16));
  EXPECT_EQ(study.resources().worker_type, WorkerType::thread);
  EXPECT_EQ(study.resources().chunk.value(), base::mebibytes(1));
  EXPECT_FALSE(study.resources().safety);
  EXPECT_EQ(study.farm().timeout.value(), base::Seconds{600});
  EXPECT_EQ(study.farm().heartbeat, base::Seconds{0.5});
  EXPECT_EQ(study.result().compression.value(), 9u);
  EXPECT_THAT(study.reduce()->files, ElementsAre("a/*.txt", "@names.txt"));
  EXPECT_THAT(study.reduce()->group_by, ElementsAre(ElementsAre("router"), IsEmpty()));
  EXPECT_THAT(study.reduce()->metrics, ElementsAre("latency_*", "!latency_med"));
  EXPECT_TRUE(study.reduce()->runs);
}

TEST(Load, gives_all_errors_of_all_layers) {
  const StudyFolder folder("[resources]\neta = 2\nmemry = 1\n[reduce]\nruns = \"yes\"\n");
  Overrides overrides;
  overrides.site_file = folder.write("site.toml", "[farm]\nbatch = 0\n");
  overrides.environment = {{"WINNOW_FARM_PREFETCH", "many"}};
  overrides.sets = {"farm.heartbeat=never", "nonsense"};
  EXPECT_THAT(folder.errors(overrides), SizeIs(8));
}

TEST(Load, tells_which_variable_or_option_is_wrong) {
  Overrides overrides;
  overrides.environment = {{"WINNOW_FARM_PREFETCH", "many"}};
  overrides.sets = {"farm.heartbeat=never"};
  EXPECT_THAT(
      StudyFolder("").errors(overrides),
      ElementsAre("environment variable WINNOW_FARM_PREFETCH: farm.prefetch = \"many\" is text (it takes an "
                  "integer, 0 to 1000): write, for example, prefetch = 1",
                  "--set farm.heartbeat: farm.heartbeat = \"never\" is not a duration (it takes a duration, "
                  "10ms to 1h): write a number with ms, s, min, h or d"));
}

TEST(Load, gives_the_place_of_a_mistake_in_the_syntax) {
  EXPECT_THAT(StudyFolder("[farm]\nprefetch = 1x\n").errors(),
              ElementsAre(testing::StartsWith("city.toml:2:13: this is not TOML (")));
}

TEST(Load, says_that_a_study_is_not_there) {
  const auto loaded = load("/nowhere/city.toml", {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().text(), "cannot open /nowhere/city.toml (No such file or directory)");
}

TEST(Load, does_without_site_and_user_files_that_are_not_there) {
  const StudyFolder folder("");
  Overrides overrides;
  overrides.site_file = folder.path() / "no-site.toml";
  overrides.user_file = folder.path() / "no-user.toml";
  EXPECT_THAT(folder.errors(overrides), IsEmpty());
}

TEST(Load, misses_a_required_key) {
  EXPECT_THAT(
      StudyFolder("title = \"x\"\n[reduce]\nruns = true\n").errors(),
      ElementsAre(
          "city.toml:2:2: reduce.files is missing (patterns of the files to read, relative to the study "
          "file; ** spans folders, \"@names.txt\" is a file of names): write, for example, files = "
          "[\"one-city/*_MessageStatsReport.txt\"]"));
}

TEST(Load, finds_contradictions_beside_a_missing_key) {
  EXPECT_THAT(StudyFolder("[reduce]\nstatistics = []\n").errors(), SizeIs(2));
}

TEST(Load, makes_a_job_by_the_study_file_or_by_set_only) {
  const StudyFolder folder("");
  Overrides overrides;
  overrides.user_file = folder.write("user.toml", "[reduce]\nruns = false\n");
  overrides.environment = {{"WINNOW_REDUCE_STATISTICS", "mean"}};
  EXPECT_FALSE(folder.study(overrides).reduce());

  overrides.sets = {"reduce.files=*.txt"};
  const auto study = folder.study(overrides);
  ASSERT_TRUE(study.reduce());
  EXPECT_THAT(study.reduce()->files, ElementsAre("*.txt"));
  EXPECT_THAT(study.reduce()->statistics, ElementsAre("mean"));
  EXPECT_FALSE(study.reduce()->runs);
}

TEST(Load, applies_the_preset_that_the_highest_layer_names) {
  const StudyFolder folder("preset = \"a\"\n");
  for (const std::string name : {"a", "b", "c", "d"}) {
    folder.write("presets/" + name + ".toml", "[farm]\nprefetch = " + std::to_string(name[0]) + "\n");
  }
  Overrides overrides;
  overrides.preset_folders = {folder.path() / "none", folder.path() / "presets"};
  EXPECT_EQ(folder.study(overrides).farm().prefetch, std::uint32_t{'a'});
  overrides.environment = {{"WINNOW_PRESET", "b"}};
  EXPECT_EQ(folder.study(overrides).farm().prefetch, std::uint32_t{'b'});
  overrides.sets = {"preset=c"};
  EXPECT_EQ(folder.study(overrides).farm().prefetch, std::uint32_t{'c'});
  overrides.preset = "d";
  const auto study = folder.study(overrides);
  EXPECT_EQ(study.farm().prefetch, std::uint32_t{'d'});
  EXPECT_EQ(study.sections().preset.value(), "d");
  EXPECT_EQ(study.origin_of("farm.prefetch").layer, Layer::preset);
}

TEST(Load, lets_none_take_a_preset_back) {
  const StudyFolder folder("preset = \"a\"\n");
  folder.write("presets/a.toml", "[farm]\nprefetch = 9\n");
  Overrides overrides;
  overrides.preset_folders = {folder.path() / "presets"};
  overrides.preset = "none";
  EXPECT_EQ(folder.study(overrides).farm().prefetch, 1u);
}

TEST(Load, names_the_nearest_preset) {
  const StudyFolder folder("preset = \"clutser\"\n");
  folder.write("presets/cluster.toml", "");
  folder.write("presets/workstation.toml", "");
  Overrides overrides;
  overrides.preset_folders = {folder.path() / "presets"};
  EXPECT_THAT(
      folder.errors(overrides),
      ElementsAre("city.toml:1:10: unknown preset \"clutser\" (there are cluster and workstation): write "
                  "\"cluster\""));
}

TEST(Load, does_without_a_study_file) {
  Overrides overrides;
  overrides.sets = {"resources.memory=8GiB"};
  const auto study = load_without_file(overrides);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->resources().memory.value(), base::gibibytes(8));
  EXPECT_EQ(study->name(), "");
  EXPECT_EQ(study->folder(), ".");
}

TEST(Load, takes_lists_and_bare_words_from_set) {
  Overrides overrides;
  overrides.sets = {R"(reduce.metrics=["a", "b"])", "reduce.name={router}.txt", "title=2026"};
  const auto study = StudyFolder(smallest_reduce).study(overrides);
  EXPECT_THAT(study.reduce()->metrics, ElementsAre("a", "b"));
  EXPECT_EQ(study.reduce()->name, "{router}.txt");
  EXPECT_EQ(study.title(), "2026");
}

TEST(Load, names_the_nearest_key_of_a_set) {
  Overrides overrides;
  overrides.sets = {"resources.memry=8GiB", "resource.memory=8GiB"};
  EXPECT_THAT(
      StudyFolder("").errors(overrides),
      ElementsAre("--set resource.memory: unknown section [resource] (the sections are resources, farm, "
                  "checkpoint, watch, result, reduce and optimize): write [resources]",
                  "--set resources.memry: unknown key \"memry\" (not in [resources]): write \"memory\""));
}

}  // namespace
}  // namespace winnow::study
