#include "winnow/study/needed_files.hpp"

#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::problem_with_objective;
using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> missing_in(const StudyFolder& folder) {
  std::vector<std::string> texts;
  for (const auto& error : missing_files(folder.study()))
    texts.push_back(folder.without_folder(error.text()));
  return texts;
}

TEST(MissingFiles, name_a_program_and_its_templates) {
  const StudyFolder folder(problem_with_objective("program = \"./run\"\ntemplates = [\"a.in\", \"b.in\"]\n"));
  folder.write("a.in", "");
  EXPECT_THAT(
      missing_in(folder),
      ElementsAre("city.toml:2:1: there is no file run (optimize.objective.program names it as a "
                  "program): paths are relative to the study file: mend this one, or make the file",
                  "city.toml:3:1: there is no file b.in (optimize.objective.templates names it as a "
                  "template): paths are relative to the study file: mend this one, or make the file"));
  folder.write("run", "");
  folder.write("b.in", "");
  EXPECT_THAT(missing_in(folder), IsEmpty());
}

TEST(MissingFiles, name_a_plugin) {
  EXPECT_THAT(
      missing_in(StudyFolder(problem_with_objective("plugin = \"lib/city.so\"\n"))),
      ElementsAre("city.toml:2:1: there is no file lib/city.so (optimize.objective.plugin names it as a "
                  "plugin): paths are relative to the study file: mend this one, or make the file"));
}

TEST(MissingFiles, name_a_first_population) {
  EXPECT_THAT(
      missing_in(StudyFolder(test::problem("init = \"@start.csv\"\n"))),
      ElementsAre("city.toml:3:1: there is no file start.csv (optimize.init names it as a first "
                  "population): paths are relative to the study file: mend this one, or make the file"));
}

TEST(MissingFiles, are_not_those_that_are_looked_for_where_they_run) {
  EXPECT_THAT(missing_in(StudyFolder(problem_with_objective("program = \"nothing-of-this-name\"\n"))),
              IsEmpty());
}

std::vector<std::string> doubts_in(const StudyFolder& folder) {
  std::vector<std::string> texts;
  for (const auto& error : misplaced_arguments(folder.study()))
    texts.push_back(folder.without_folder(error.text()));
  return texts;
}

TEST(MisplacedArguments, are_scripts_that_are_not_there) {
  const StudyFolder folder(problem_with_objective(R"(program = ["awk", "-f", "./typo.awk", "sim.py"])"
                                                  "\n"));
  EXPECT_THAT(
      doubts_in(folder),
      ElementsAre("city.toml:2:1: there is no ./typo.awk beside the study (the program is given it as an "
                  "argument): mend it, unless the program makes that file",
                  "city.toml:2:1: there is no sim.py beside the study (the program is given it as an "
                  "argument): mend it, unless the program makes that file"));
  folder.write("typo.awk", "");
  folder.write("sim.py", "");
  EXPECT_THAT(
      doubts_in(folder),
      ElementsAre(
          "city.toml:2:1: the program will not find sim.py (it works in a folder of its own, and this "
          "is beside the study): write \"./sim.py\""));
}

TEST(MisplacedArguments, are_not_what_may_be_a_word_or_is_made_of_a_template) {
  const StudyFolder folder(
      problem_with_objective(R"(program = ["sh", "-c", "exit 1", "data", "{x}.py", "--to=./a.py",
    "/bin/none.py", "made.py", "./there"]
templates = ["parts/made.py.in"]
)"));
  folder.write("there", "");
  EXPECT_THAT(doubts_in(folder), IsEmpty());
}

TEST(MissingFiles, are_found_in_every_problem) {
  const StudyFolder folder("[[optimize]]\nname = \"a\"\n" + test::problem().substr(11) +
                           "[[optimize]]\nname = \"b\"\n" + test::problem("init = \"@b.csv\"\n").substr(11));
  EXPECT_THAT(missing_in(folder), ElementsAre(testing::StartsWith("city.toml:13:1: there is no file b.csv")));
}

}  // namespace
}  // namespace winnow::study
