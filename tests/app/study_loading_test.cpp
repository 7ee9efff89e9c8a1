#include "app/study_loading.hpp"

#include <gmock/gmock.h>

#include "app/campaign.hpp"

namespace winnow::app {
namespace {

using testing::HasSubstr;

/// A variable of this process's environment for a while.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { unsetenv(name_); }

 private:
  const char* name_;
};

class LoadStudyTest : public testing::Test {
 protected:
  study::Study load(const StudyArguments& arguments) { return load_study(arguments, log); }
  std::string refusal_of(const StudyArguments& arguments) {
    try {
      load(arguments);
    } catch (const base::Failure& failure) {
      EXPECT_EQ(failure.status(), base::ExitStatus::bad_input);
      return failure.what();
    }
    return "taken";
  }

  Campaign campaign;
  base::MemoryLog log;
};

TEST_F(LoadStudyTest, puts_set_above_the_environment_and_that_above_the_preset) {
  EXPECT_EQ(load({"city.toml", {}, {}}).farm().prefetch, 1U);
  campaign.write("winnow/presets/mine.toml", "[farm]\nprefetch = 3\n");
  EXPECT_EQ(load({"city.toml", {}, "mine"}).farm().prefetch, 3U);
  const Variable variable("WINNOW_FARM_PREFETCH", "5");
  EXPECT_EQ(load({"city.toml", {}, "mine"}).farm().prefetch, 5U);
  EXPECT_EQ(load({"city.toml", {"farm.prefetch=7"}, "mine"}).farm().prefetch, 7U);
}

TEST_F(LoadStudyTest, knows_the_presets_that_are_shipped) {
  for (const auto* preset : {"workstation", "large-memory", "cluster"}) {
    EXPECT_NO_THROW(load({"city.toml", {}, preset})) << preset;
  }
  EXPECT_THAT(refusal_of({"city.toml", {}, "worksation"}), HasSubstr("workstation"));
}

TEST_F(LoadStudyTest, does_without_a_file) {
  const Variable variable("WINNOW_FARM_PREFETCH", "5");
  const auto study = load({{}, {}, {}});
  EXPECT_EQ(study.farm().prefetch, 5U);
  EXPECT_FALSE(study.reduce());
}

TEST_F(LoadStudyTest, says_all_that_is_wrong_a_line_each) {
  campaign.write_study("metrcs = [\"created\"]\n[farm]\nprefetch = \"two\"\n");
  const auto refusal = refusal_of({"city.toml", {}, {}});
  EXPECT_EQ(std::count(refusal.begin(), refusal.end(), '\n'), 1) << refusal;
  EXPECT_THAT(refusal, testing::ContainsRegex("city.toml:5:1: .*metrcs.*\ncity.toml:7:"));
}

TEST_F(LoadStudyTest, names_a_file_that_is_missing) {
  EXPECT_THAT(refusal_of({"town.toml", {}, {}}), HasSubstr("town.toml"));
}

TEST_F(LoadStudyTest, warns_of_what_looks_like_a_mistake) {
  const Variable variable("WINNOW_FRAM_PREFETCH", "5");
  load({"city.toml", {}, {}});
  ASSERT_EQ(log.notes().size(), 1U);
  EXPECT_EQ(log.notes()[0].level, base::Level::warning);
  EXPECT_THAT(log.notes()[0].text, HasSubstr("WINNOW_FRAM_PREFETCH"));
}

}  // namespace
}  // namespace winnow::app
