// The studies, presets and the reference that stand in inputs/.

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/file.hpp"
#include "winnow/study/documents.hpp"

namespace winnow::study {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const fs::path inputs = fs::path(WINNOW_SOURCE_DIR) / "inputs";
constexpr std::string_view begin_mark = "<!-- reference: begin -->\n";
constexpr std::string_view end_mark = "<!-- reference: end -->\n";

Overrides with_shipped_presets() {
  Overrides overrides;
  overrides.preset_folders = {inputs / "presets"};
  return overrides;
}

TEST(Inputs, hold_valid_studies_only) {
  int studies = 0;
  for (const auto& entry : fs::directory_iterator(inputs)) {
    if (entry.path().extension() != ".toml") continue;
    const auto study = load(entry.path(), with_shipped_presets());
    EXPECT_TRUE(study) << study.error().text();
    ++studies;
  }
  EXPECT_GE(studies, 2);
}

/// Whether a line sets the key, or would if it were no comment.
bool shows(const std::string& text, const std::string& key) {
  for (const auto* before : {"\n", "\n# "}) {
    const auto at = text.find(before + key + " ");
    if (at != std::string::npos &&
        text[text.find_first_not_of(' ', text.find(key, at) + key.size())] == '=') {
      return true;
    }
  }
  return false;
}

/// The keys of a section, as the reference has them.
std::vector<std::string> keys_of(const std::string& section) {
  const auto reference = reference_markdown();
  const auto begin = reference.find("### `[" + section + "]`");
  const auto table = reference.substr(begin, reference.find("###", begin + 3) - begin);
  std::vector<std::string> keys;
  constexpr std::string_view row = "\n| `";
  for (auto at = table.find(row); at != std::string::npos; at = table.find(row, at + 1)) {
    const auto key = at + row.size();
    keys.push_back(table.substr(key, table.find('`', key) - key));
  }
  return keys;
}

TEST(Inputs, hold_a_tour_of_every_key_of_watching) {
  const auto tour = base::value_or_throw(base::read_file(inputs / "watch.toml"));
  for (const auto* section : {"watch", "watch.alerts"}) {
    const auto keys = keys_of(section);
    EXPECT_GE(keys.size(), 5U);
    for (const auto& key : keys) {
      EXPECT_TRUE(shows(tour, key)) << key;
    }
  }
}

TEST(Inputs, hold_the_presets_that_are_documented) {
  for (const auto* preset : {"workstation", "large-memory", "cluster"}) {
    auto overrides = with_shipped_presets();
    overrides.preset = preset;
    const auto study = load(inputs / "city.toml", overrides);
    ASSERT_TRUE(study) << study.error().text();
    EXPECT_NE(study->sections().resources, Resources()) << preset;
  }
}

TEST(Inputs, have_a_workstation_keep_between_a_quarter_and_all_cores) {
  auto overrides = with_shipped_presets();
  overrides.preset = "workstation";
  const auto study = load_without_file(overrides);
  ASSERT_TRUE(study) << study.error().text();
  EXPECT_EQ(study->resources().min_workers, WorkerCount::cores(4));
  EXPECT_EQ(study->resources().max_workers, WorkerCount::cores());
}

/// Set WINNOW_UPDATE_REFERENCE=1 to have the reference written anew instead.
TEST(Inputs, have_a_readme_with_the_reference_as_it_is) {
  const auto path = inputs / "README.md";
  const auto readme = base::value_or_throw(base::read_file(path));
  const auto begin = readme.find(begin_mark);
  const auto end = readme.find(end_mark);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const auto head = readme.substr(0, begin + begin_mark.size());
  const auto updated = head + "\n" + reference_markdown() + "\n" + readme.substr(end);
  if (std::getenv("WINNOW_UPDATE_REFERENCE") != nullptr) {
    base::value_or_throw(base::write_atomically(path, updated));
    GTEST_SKIP() << "the reference in " << path << " was written anew";
  }
  EXPECT_EQ(readme, updated) << "run this test with WINNOW_UPDATE_REFERENCE=1";
}

}  // namespace
}  // namespace winnow::study
