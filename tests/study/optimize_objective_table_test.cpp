#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::problem_with_objective;
using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> errors_of(const std::string& keys) {
  return StudyFolder(problem_with_objective(keys)).errors();
}

TEST(OptimizeObjectiveTable, takes_each_kind) {
  for (const auto* keys :
       {"function = \"sphere\"\ninstance = 3", "expression = \"x^2\"",
        "plugin = \"./lib.so\"\noptions = \"fast\"\nisolate = true\noutputs = \"g\"", "program = \"./run\"",
        "program = [\"run\", \"{x}\", \"{{y}}\", \"{latency}s\", \"{}\"]"}) {
    EXPECT_THAT(errors_of(keys), IsEmpty()) << keys;
  }
}

TEST(OptimizeObjectiveTable, refuses_two_objectives) {
  EXPECT_THAT(errors_of("function = \"sphere\"\nprogram = \"./run\""),
              ElementsAre("city.toml:3:1: optimize.objective has function and program (a problem has one "
                          "objective): take all but one out"));
}

TEST(OptimizeObjectiveTable, refuses_none) {
  EXPECT_THAT(errors_of("noisy = true"),
              ElementsAre("city.toml:1:11: optimize.objective says nothing to be optimized: set one of "
                          "function, expression, plugin and program"));
}

TEST(OptimizeObjectiveTable, refuses_braces_without_a_parameter) {
  EXPECT_THAT(errors_of("program = [\"run\", \"--latency={latncy}\"]"),
              ElementsAre("city.toml:2:1: {latncy} in \"--latency={latncy}\" is no parameter (the parameters "
                          "are x and latency): write {latency}, or {{latncy}} for the braces themselves"));
}

TEST(OptimizeObjectiveTable, refuses_keys_of_another_kind) {
  EXPECT_THAT(errors_of("expression = \"x\"\nisolate = true\nread = { value = \"x\" }"),
              ElementsAre("city.toml:3:1: optimize.objective.isolate is for a plugin (the objective is an "
                          "expression): take it out",
                          "city.toml:4:1: optimize.objective.read is for a program (the objective is an "
                          "expression): take it out"));
}

TEST(OptimizeObjectiveTable, refuses_outputs_that_there_cannot_be) {
  EXPECT_THAT(errors_of("function = \"sphere\"\noutputs = [\"g\"]"),
              ElementsAre("city.toml:3:1: optimize.objective.outputs names g (a function gives one value "
                          "only): take it out"));
  EXPECT_THAT(
      errors_of("program = \"run\"\noutputs = [\"g 1\", \"h\", \"h\"]"),
      ElementsAre("city.toml:3:1: \"g 1\" is no name for an output: use letters, digits, _, - and dots",
                  "city.toml:3:1: \"h\" stands twice in optimize.objective.outputs: take one out"));
}

TEST(OptimizeObjectiveTable, refuses_variables_that_cannot_be_or_are_of_a_parameter) {
  EXPECT_THAT(
      errors_of("program = \"run\"\nenvironment = { \"\" = \"1\", \"A=B\" = \"2\", WINNOW_PARAM_X = \"3\", C "
                "= \"4\" }"),
      ElementsAre("city.toml:3:1: \"\" is no name for a variable (it has no letter): give it another name",
                  "city.toml:3:1: \"A=B\" is no name for a variable (= ends the name of a variable): give it "
                  "another name",
                  "city.toml:3:1: \"WINNOW_PARAM_X\" is no name for a variable (the parameters' values have "
                  "such names): give it another name"));
}

TEST(OptimizeObjectiveTable, wants_to_know_where_a_value_is) {
  const auto reading = [](const std::string& keys) {
    return errors_of("program = \"run\"\nread = { " + keys + " }");
  };
  EXPECT_THAT(reading("from = \"json\", value = \"a.b\""), IsEmpty());
  EXPECT_THAT(reading("file = \"*.txt\", value = \"a\""), IsEmpty());
  EXPECT_THAT(
      reading("from = \"report\", value = \"a\""),
      ElementsAre("city.toml:3:10: optimize.objective.read.file is missing (a report is a file): write, "
                  "for example, file = \"*_MessageStatsReport.txt\""));
  EXPECT_THAT(
      reading("from = \"numbers\""),
      ElementsAre("city.toml:3:10: optimize.objective.read.file is missing (numbers are read from the "
                  "last line of a file): name it, or write from = \"stdout\""));
  EXPECT_THAT(reading("from = \"json\""),
              ElementsAre("city.toml:3:1: optimize.objective.read.value is missing (a report and JSON hold "
                          "several): name the metric or the field that is to be optimized"));
  EXPECT_THAT(
      reading("from = \"stdout\", file = \"x\""),
      ElementsAre("city.toml:3:27: optimize.objective.read has from = \"stdout\" and a file (a value is "
                  "read from one place): take one of them out"));
}

}  // namespace
}  // namespace winnow::study
