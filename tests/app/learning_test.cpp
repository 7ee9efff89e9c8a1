#include "app/watch/learning.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/campaign.hpp"
#include "app/run/workload.hpp"
#include "app/study_loading.hpp"
#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

using base::mebibytes;

const std::vector<plan::Observation> one_run{
    {.ranks = 2, .workers = 2, .pieces = {}, .idle = mebibytes(60), .shared = {}, .peak = mebibytes(160)}};

class LearningTest : public ::testing::Test {
 protected:
  study::Study study(const std::vector<std::string>& sets = {}) {
    return load_study({.file = "city.toml", .sets = sets, .preset = {}}, log_);
  }
  std::optional<plan::LearnedModel> learned(const study::Study& study) {
    return learned_model(study, workload_of(study, "reduce"), log_);
  }
  void learn_of(const study::Study& study) {
    learn(study, workload_of(study, "reduce").subject, one_run, log_);
  }

  Campaign campaign_;
  base::MemoryLog log_;
};

TEST_F(LearningTest, gives_the_next_plan_what_a_run_has_shown) {
  EXPECT_FALSE(learned(study()));
  learn_of(study());
  EXPECT_TRUE(std::filesystem::exists("winnow/learned.toml")) << "in XDG_STATE_HOME";
  const auto model = learned(study()).value();
  EXPECT_EQ(model.runs, 1U);
  EXPECT_NEAR(static_cast<double>(model.model.rank.count), 32.25 * (1 << 20), 1) << "with the margin";
  EXPECT_TRUE(log_.notes().empty());
}

TEST_F(LearningTest, uses_the_file_that_the_study_names_from_its_folder) {
  const auto own = study({"resources.learned=\"memory.toml\""});
  learn_of(own);
  EXPECT_TRUE(std::filesystem::exists("memory.toml"));
  EXPECT_TRUE(learned(own));
  EXPECT_FALSE(learned(study()));
}

TEST_F(LearningTest, learns_nothing_where_that_is_not_wanted) {
  learn_of(study());
  EXPECT_FALSE(learned(study({"resources.learned=\"none\""})));
  learn_of(study({"resources.learned=\"none\""}));
  EXPECT_EQ(learned(study())->runs, 1U);
}

TEST_F(LearningTest, lets_what_the_study_says_hold) {
  learn_of(study());
  const auto overhead = learned(study({"resources.overhead=\"7MiB\""})).value();
  EXPECT_EQ(overhead.model.overhead, mebibytes(7));
  EXPECT_NEAR(static_cast<double>(overhead.model.rank.count), 32.25 * (1 << 20), 1);
  EXPECT_FALSE(learned(study({"resources.overhead=\"7MiB\"", "resources.gamma=2"})));
}

TEST_F(LearningTest, puts_what_was_learned_before_what_presets_say) {
  learn_of(study());
  const auto preset = load_study({.file = "city.toml", .sets = {}, .preset = "large-memory"}, log_);
  EXPECT_EQ(preset.resources().overhead, mebibytes(256));
  EXPECT_LT(learned(preset)->model.overhead, mebibytes(100));
}

TEST_F(LearningTest, warns_of_a_file_that_is_damaged_and_sets_it_aside_when_it_has_something_to_add) {
  std::filesystem::create_directory("winnow");
  campaign_.write("winnow/learned.toml", "[[learned]]\njob = 3\n");
  EXPECT_FALSE(learned(study()));
  ASSERT_EQ(log_.notes().size(), 1U);
  EXPECT_TRUE(log_.notes()[0].text.starts_with("what was learned of memory is not used: "))
      << log_.notes()[0].text;
  EXPECT_TRUE(log_.notes()[0].text.ends_with("learned.toml:1:1: job is to be a text"));
  learn_of(study());
  ASSERT_EQ(log_.notes().size(), 2U);
  EXPECT_TRUE(log_.notes()[1].text.ends_with("learned.toml.damaged, and a new one was begun"));
  EXPECT_TRUE(learned(study()));
}

TEST_F(LearningTest, notes_that_it_cannot_write_and_goes_on) {
  setenv("XDG_STATE_HOME", "/dev/null", 1);
  learn_of(study());
  ASSERT_EQ(log_.notes().size(), 1U);
  EXPECT_EQ(log_.notes()[0].level, base::Level::info) << "nobody has asked for that file";
  EXPECT_TRUE(
      log_.notes()[0].text.starts_with("what this run has shown of memory is not kept: cannot make "));
  learn_of(study({"resources.learned=\"/dev/null/memory.toml\""}));
  EXPECT_EQ(log_.notes()[1].level, base::Level::warning);
}

TEST_F(LearningTest, does_without_a_home) {
  unsetenv("XDG_STATE_HOME");
  const std::string home = getenv("HOME") == nullptr ? "" : getenv("HOME");
  unsetenv("HOME");
  EXPECT_FALSE(learned_file(study()));
  learn_of(study());
  EXPECT_FALSE(learned(study()));
  EXPECT_TRUE(log_.notes().empty());
  setenv("HOME", home.c_str(), 1);
}

}  // namespace
}  // namespace winnow::app
