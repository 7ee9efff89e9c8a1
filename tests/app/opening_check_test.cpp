#include "app/journal/opening_check.hpp"

#include <gmock/gmock.h>

#include "winnow/base/error.hpp"

namespace winnow::app {
namespace {

std::string refusal_of(const JournalOpening& opening, const JournalOpening& expected) {
  try {
    refuse_others(opening, expected);
  } catch (const base::Failure& failure) {
    return failure.what();
  }
  return "taken";
}

TEST(OpeningCheck, takes_a_journal_of_the_same_study_and_version_only) {
  EXPECT_EQ(refusal_of({"1.0", "seed = 1\n"}, {"1.0", "seed = 1\n"}), "taken");
  EXPECT_EQ(
      refusal_of({"0.9", "seed = 1\n"}, {"1.0", "seed = 1\n"}),
      "the checkpoint is of another version of Winnow (Winnow 0.9 wrote it, and this is 1.0): go on with "
      "Winnow 0.9, or leave out --resume to start over");
  EXPECT_EQ(refusal_of({"1.0", "seed = 1\n"}, {"1.0", "seed = 2\n"}),
            "the checkpoint is of another study (seed was 1 and is 2): change the study back, or leave out "
            "--resume to start over");
}

TEST(OpeningCheck, takes_no_evaluations_of_a_program_that_has_changed) {
  EXPECT_EQ(
      refusal_of({"1.0", "", "abc"}, {"1.0", "", "abd"}),
      "the checkpoint is of another objective (the program, the plugin, a script or a template has changed "
      "since it was written): change it back, or leave out --resume to start over");
  EXPECT_EQ(refusal_of({"1.0", "", "abc"}, {"1.0", "", ""}), "taken") << "nothing is to be evaluated";
}

TEST(StudyDifference, names_what_was_added_changed_and_taken_out) {
  const std::string then = "title = \"x = y\"\n\n[reduce]\nruns = true\nwhere = \"a\"\nname = \"{*}\"\n";
  const std::string now =
      "title = \"x = z\"\n\n[reduce]\nruns = true\nname = \"{*}\"\n\n[collect]\nruns = 1\n";
  EXPECT_EQ(study_difference(then, now),
            "reduce.where was \"a\"; title was \"x = y\" and is \"x = z\"; collect.runs is 1");
  EXPECT_EQ(study_difference(then, then), "");
}

TEST(StudyDifference, tells_the_items_of_a_list_apart) {
  const std::string then = "[[optimize.parameter]]\nlow = 0\n\n[[optimize.parameter]]\nlow = 1\n";
  const std::string now = "[[optimize.parameter]]\nlow = 0\n\n[[optimize.parameter]]\nlow = 2\n";
  EXPECT_EQ(study_difference(then, now), "optimize.parameter[2].low was 1 and is 2");
}

}  // namespace
}  // namespace winnow::app
