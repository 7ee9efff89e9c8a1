#include "app/optimize/evaluate_command.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

StudyArguments study_at(const std::filesystem::path& file) {
  StudyArguments study;
  study.file = file;
  return study;
}

TEST(EvaluateCommand, names_the_study_so_that_any_folder_will_do) {
  EXPECT_EQ(evaluate_command(study_at("/studies/./bowl.toml"), {}, ""), "winnow evaluate /studies/bowl.toml");
  const auto here = std::filesystem::current_path() / "bowl.toml";
  EXPECT_EQ(evaluate_command(study_at("bowl.toml"), {}, ""), "winnow evaluate " + here.string());
}

TEST(EvaluateCommand, is_fit_for_a_shell) {
  auto study = study_at("/my studies/bowl.toml");
  study.preset = "a b";
  EXPECT_EQ(evaluate_command(study, {}, "the one"),
            "winnow evaluate '/my studies/bowl.toml' --preset 'a b' --problem 'the one'");
}

TEST(EvaluateCommand, says_again_what_the_objective_depends_on_and_nothing_else) {
  auto study = study_at("/bowl.toml");
  study.sets = {"optimize.objective.expression=x * 2", "optimize.evaluations=100", "resources.workers=4",
                "optimize[1].parameter.low=3"};
  const study::Environment environment{{"HOME", "/root"},
                                       {"WINNOW_OPTIMIZE_OBJECTIVE_NOISY", "true"},
                                       {"WINNOW_OPTIMIZE_SEED", "7"},
                                       {"WINNOW_PRESET", "laptop"}};
  EXPECT_EQ(evaluate_command(study, environment, ""),
            "WINNOW_OPTIMIZE_OBJECTIVE_NOISY=true WINNOW_PRESET=laptop winnow evaluate /bowl.toml --set "
            "'optimize.objective.expression=x * 2' --set 'optimize[1].parameter.low=3'");
}

}  // namespace
}  // namespace winnow::app
