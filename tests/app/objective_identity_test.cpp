#include "app/job/objective_identity.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "app/campaign.hpp"
#include "app/journal/opening_check.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::app {
namespace {

study::Optimize problem_with(const std::string& argument) {
  study::Optimize problem;
  problem.objective.program = {"./sim.sh", argument};
  return problem;
}

TEST(ObjectiveIdentity, follows_the_settings_and_the_files_of_the_objective) {
  const test::TemporaryFolder folder;
  folder.write("sim.sh", "echo 1\n");
  const auto identity = objective_identity(problem_with("{x}"), folder.path());
  EXPECT_EQ(objective_identity(problem_with("{x}"), folder.path()), identity);
  EXPECT_NE(objective_identity(problem_with("{y}"), folder.path()), identity);
  folder.write("sim.sh", "echo 2\n");
  EXPECT_NE(objective_identity(problem_with("{x}"), folder.path()), identity);
}

TEST(ObjectiveIdentity, follows_the_files_that_arguments_and_the_program_s_name_stand_for) {
  const test::TemporaryFolder folder;
  folder.write("rain.csv", "1\n");
  folder.write("simulate", "echo 1\n");
  std::filesystem::permissions(folder.path() / "simulate", std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder.path().string() + ":" + path).c_str(), 1);
  auto problem = problem_with("--data=rain.csv");
  problem.objective.program.front() = "simulate";
  const auto identity = objective_identity(problem, folder.path());
  folder.write("rain.csv", "2\n");
  const auto with_other_rain = objective_identity(problem, folder.path());
  EXPECT_NE(with_other_rain, identity);
  folder.write("simulate", "echo 2\n");
  EXPECT_NE(objective_identity(problem, folder.path()), with_other_rain);
  ::setenv("PATH", path.c_str(), 1);
}

TEST(ObjectiveIdentity, of_several_problems_is_that_of_each) {
  study::Study::Parts parts;
  parts.sections.optimize = {problem_with("{x}"), problem_with("{y}")};
  const study::Study study(std::move(parts));
  const auto each = each_objective_identity(study);
  ASSERT_THAT(each, testing::SizeIs(2));
  EXPECT_EQ(each[1], objective_identity(study.optimize()[1], study.folder()));
  EXPECT_EQ(objective_identities(study), each[0] + " " + each[1]);
}

class FirstPopulations : public testing::Test {
 protected:
  void SetUp() override {
    campaign_.write("points.txt", "1\n2\n");
    write_study("@points.txt");
  }
  void write_study(const std::string& init) {
    campaign_.write("city.toml", "[optimize]\nevaluations = 10\ninit = \"" + init +
                                     "\"\n[[optimize.parameter]]\nname = \"x\"\nlow = 0\nhigh = 9\n"
                                     "[optimize.objective]\nexpression = \"x * x\"\n");
  }

  Campaign campaign_;
};

TEST_F(FirstPopulations, tells_first_populations_apart_and_not_their_evaluations) {
  const auto before = campaign_.study();
  const auto populations = first_populations(before);
  const auto all = objective_identities(before);
  const auto objective = objective_identity(before.optimize().front(), before.folder());
  EXPECT_EQ(objective_identities(campaign_.study()), all);
  campaign_.write("points.txt", "1\n3\n");
  const auto after = campaign_.study();
  EXPECT_NE(objective_identities(after), all);
  EXPECT_EQ(objective_identity(after.optimize().front(), after.folder()), objective);
  const auto difference =
      study_difference(before.course_toml() + populations, after.course_toml() + first_populations(after));
  EXPECT_THAT(difference, testing::MatchesRegex("content.points.txt was \"[0-9a-f]+\" and is \"[0-9a-f]+\""));
}

TEST_F(FirstPopulations, has_no_part_for_populations_that_are_drawn) {
  write_study("random");
  const auto study = campaign_.study();
  EXPECT_EQ(first_populations(study), "");
  EXPECT_EQ(objective_identities(study), objective_identity(study.optimize().front(), study.folder()));
}

}  // namespace
}  // namespace winnow::app
