#include "study/problem_types.hpp"

#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::problem;
using test::StudyFolder;
using testing::ElementsAre;

Optimize problem_of(const std::string& keys) {
  return StudyFolder(problem(keys)).study().optimize().front();
}

TEST(Dither, is_written_as_a_number_or_a_range) {
  EXPECT_EQ(problem_of("mutation = 0.5\n").mutation, (Dither{0.5, 0.5}));
  EXPECT_EQ(problem_of("mutation = [0.5, 1]\n").mutation, (Dither{0.5, 1}));
  EXPECT_EQ(spell(Dither{0.5, 0.5}), "0.5");
  EXPECT_EQ(spell(Dither{0.5, 1}), "[0.5, 1.0]");
  EXPECT_THAT(StudyFolder(problem("mutation = [1, 0.5]\n")).errors(),
              ElementsAre("city.toml:3:12: optimize.mutation = [1, 0.5] is no range (it takes one number, or "
                          "two with the smaller one first): write, for example, mutation = [0.5, 1.0]"));
}

TEST(PopulationSize, is_written_in_all_or_per_parameter) {
  EXPECT_EQ(problem_of("population = 60\n").population.value(), PopulationSize(60));
  EXPECT_EQ(spell(PopulationSize::per_parameter(15)), "\"15 per parameter\"");
  EXPECT_THAT(StudyFolder(problem("population = \"15 per person\"\n")).errors(),
              ElementsAre("city.toml:3:14: optimize.population = \"15 per person\" is not a size of a "
                          "population (it takes an integer, \"N per parameter\" or \"auto\", 1 to 10000000): "
                          "write a number, or a number for each parameter as in \"15 per parameter\""));
}

TEST(Polish, is_false_or_a_method) {
  EXPECT_EQ(problem_of("polish = false\n").polish, Polish::off);
  EXPECT_EQ(problem_of("polish = \"lbfgs\"\n").polish, Polish::lbfgs);
  EXPECT_EQ(spell(Polish::off), "false");
  EXPECT_EQ(spell(Polish::cobyla), "\"cobyla\"");
  EXPECT_THAT(
      StudyFolder(problem("polish = true\n")).errors(),
      ElementsAre("city.toml:3:10: optimize.polish = true does not say by which method (it takes text "
                  "or false, one of \"bobyqa\", \"cobyla\", \"lbfgs\"): write, for example, polish = "
                  "\"bobyqa\""));
}

TEST(Retries, are_a_number_or_a_table_by_kind) {
  EXPECT_EQ(problem_of("failure = { max_retries = 1 }\n").failure.max_retries.of("signal"), 1u);
  const auto by_kind = problem_of("failure = { max_retries = { signal = 0 } }\n").failure.max_retries;
  EXPECT_EQ(by_kind.of("signal"), 0u);
  EXPECT_EQ(by_kind.of("timeout"), 3u);
  EXPECT_EQ(spell(by_kind), "{ signal = 0, other = 3 }");
  EXPECT_THAT(
      StudyFolder(problem("failure = { max_retries = { signl = 1, timeout = -1 } }\n")).errors(),
      ElementsAre("city.toml:3:37: 1 in optimize.failure.max_retries is for \"signl\", which is no kind "
                  "of failure (the kinds are exit_status, signal, timeout, no_output, not_a_number, "
                  "unparsable, plugin_error, not_started and other): write signal",
                  "city.toml:3:50: -1 in optimize.failure.max_retries is out of range (it takes an "
                  "integer or table of integers, 0 to 1000): write, for example, max_retries = { "
                  "timeout = 0, other = 3 }"));
}

TEST(Penalty, is_a_word_or_a_value) {
  EXPECT_EQ(problem_of("failure = { penalty = 5 }\n").failure.penalty, (Penalty{Penalty::Kind::value, 5}));
  EXPECT_EQ(spell(Penalty{Penalty::Kind::value, 5}), "5.0");
  EXPECT_THAT(StudyFolder(problem("failure = { penalty = \"wurst\" }\n")).errors(),
              ElementsAre("city.toml:3:23: optimize.failure.penalty = \"wurst\" is unknown (it is one of "
                          "\"worst\" and \"infeasible\"): write \"worst\""));
}

TEST(Literal, keeps_a_number_in_its_shortest_digits) {
  Complaints none;
  Literal value;
  Type<Literal>::read({0.1, {}}, {}, value, none);
  EXPECT_EQ(value.text, "0.1");
  Type<Literal>::read({std::int64_t{16}, {}}, {}, value, none);
  EXPECT_EQ(value.text, "16");
}

}  // namespace
}  // namespace winnow::study
