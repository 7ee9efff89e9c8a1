#include "app/optimize/objective_identity.hpp"

#include <gmock/gmock.h>

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

TEST(ObjectiveIdentity, of_several_problems_is_that_of_each) {
  study::Study::Parts parts;
  parts.sections.optimize = {problem_with("{x}"), problem_with("{y}")};
  const study::Study study(std::move(parts));
  const auto each = each_objective_identity(study);
  ASSERT_THAT(each, testing::SizeIs(2));
  EXPECT_EQ(each[1], objective_identity(study.optimize()[1], study.folder()));
  EXPECT_EQ(objective_identities(study), each[0] + " " + each[1]);
}

}  // namespace
}  // namespace winnow::app
