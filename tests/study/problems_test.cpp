// Several problems in one study: sections in lists, and sections within sections.

#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"
#include "winnow/study/documents.hpp"

namespace winnow::study {
namespace {

using test::problem;
using test::StudyFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* two_problems = R"([[optimize]]
name = "epidemic"
generations = 100
[[optimize.parameter]]
name = "ttl"
low = 1
high = 300
[[optimize.parameter]]
name = "buffer"
type = "choice"
choices = [5, "10M"]
[optimize.objective]
program = ["./run", "{ttl}"]
environment = { A = "1" }
[optimize.objective.read]
file = "*.txt"
value = "delivery_prob"

[[optimize]]
name = "prophet"
evaluations = 50
seed = 3
[[optimize.parameter]]
name = "ttl"
low = 2
high = 30
[optimize.objective]
expression = "ttl^2"
[optimize.failure]
max_retries = { timeout = 0 }
)";

TEST(Problems, have_sections_of_their_own) {
  const auto study = StudyFolder(two_problems).study();
  ASSERT_EQ(study.optimize().size(), 2u);
  const auto& [epidemic, prophet] = std::tie(study.optimize()[0], study.optimize()[1]);
  EXPECT_EQ(epidemic.parameters.size(), 2u);
  EXPECT_EQ(epidemic.objective.read.value.value(), "delivery_prob");
  EXPECT_TRUE(epidemic.objective.expression.is_word());
  EXPECT_EQ(epidemic.failure, FailureHandling());
  ASSERT_EQ(prophet.parameters.size(), 1u);
  EXPECT_EQ(prophet.parameters.front().low.value(), 2.0);
  EXPECT_EQ(prophet.objective.expression.value(), "ttl^2");
  EXPECT_EQ(prophet.seed, 3u);
  EXPECT_EQ(study.jobs(), std::vector<std::string>{"optimize"});
}

TEST(Problems, know_the_places_of_their_keys) {
  const StudyFolder folder(two_problems);
  const auto study = folder.study();
  const auto place_of = [&](std::string_view path) {
    return folder.without_folder(study.place_of(path).text());
  };
  EXPECT_EQ(place_of("optimize.generations"), "city.toml:3:1");
  EXPECT_EQ(place_of("optimize.parameter.low"), "city.toml:6:1");
  EXPECT_EQ(place_of("optimize.parameter[1].choices"), "city.toml:11:1");
  EXPECT_EQ(place_of("optimize.parameter[1].low"), "city.toml:8:1") << "a default: the item";
  EXPECT_EQ(place_of("optimize[1].seed"), "city.toml:22:1");
  EXPECT_EQ(place_of("optimize[1].parameter.low"), "city.toml:25:1");
  EXPECT_EQ(place_of("optimize[1].cache.path"), "city.toml:19:1") << "no such section: the one around it";
  EXPECT_EQ(place_of("optimize[1].objective"), "city.toml:27:11");
  EXPECT_TRUE(study.is_set("optimize[1].seed"));
  EXPECT_FALSE(study.is_set("optimize.seed"));
}

TEST(Problems, echo_as_a_study_that_is_exactly_the_same) {
  for (const auto& text : {std::string(two_problems), problem("islands = 4\n")}) {
    const auto first = StudyFolder(text).study();
    const auto second = parse(first.effective_toml(), "city.toml");
    ASSERT_TRUE(second) << second.error().text();
    EXPECT_EQ(second->sections(), first.sections());
    EXPECT_EQ(second->effective_toml(), first.effective_toml());
    EXPECT_EQ(second->answer_toml(), first.answer_toml());
  }
}

TEST(Problems, are_a_list_in_the_echo_only_if_there_are_several) {
  EXPECT_THAT(
      StudyFolder("[[" + problem().substr(1, 8) + "]]" + problem().substr(10)).study().effective_toml(),
      HasSubstr("\n[optimize]\n"));
  EXPECT_THAT(StudyFolder(two_problems).study().effective_toml(), HasSubstr("\n[[optimize]]\n"));
}

TEST(Problems, are_set_together_or_by_name) {
  Overrides overrides;
  overrides.sets = {"optimize.seed=7", "optimize.prophet.seed=8", "optimize.failure.timeout=3s",
                    "optimize.epidemic.failure.kill=5s", "optimize.prophet.parameter.ttl.high=40"};
  const auto study = StudyFolder(two_problems).study(overrides);
  EXPECT_EQ(study.optimize()[0].seed, 7u);
  EXPECT_EQ(study.optimize()[1].seed, 8u);
  EXPECT_EQ(study.optimize()[0].failure.timeout.value(), base::Seconds{3});
  EXPECT_EQ(study.optimize()[1].failure.timeout.value(), base::Seconds{3});
  EXPECT_EQ(study.optimize()[0].failure.kill, base::Seconds{5});
  EXPECT_EQ(study.optimize()[1].failure.kill, base::Seconds{1});
  EXPECT_EQ(study.optimize()[0].parameters[0].high.value(), 300.0);
  EXPECT_EQ(study.optimize()[1].parameters[0].high.value(), 40.0);
  EXPECT_EQ(study.origin_of("optimize[1].seed").layer, Layer::command_line);
}

TEST(Problems, name_the_nearest_item_and_key_of_a_set) {
  Overrides overrides;
  overrides.sets = {"optimize.prophe.seed=8", "optimize.objektive.noisy=true", "optimize.failure.timout=3",
                    "optimize.epidemic.parameter.tll.low=3"};
  EXPECT_THAT(
      StudyFolder(two_problems).errors(overrides),
      ElementsAre(
          "--set optimize.prophe.seed: \"prophe\" names no [[optimize]] (there are epidemic and "
          "prophet): write prophet for prophe",
          "--set optimize.objektive.noisy: \"objektive\" names no [[optimize]] (there are epidemic and "
          "prophet): write objective for objektive",
          "--set optimize.failure.timout: unknown key \"timout\" (not in [optimize.failure]): write "
          "\"timeout\"",
          "--set optimize.epidemic.parameter.tll.low: \"tll\" names no [[optimize.parameter]] (there "
          "are ttl and buffer): write ttl for tll"));
}

TEST(Problems, are_not_given_parameters_by_a_set) {
  Overrides overrides;
  overrides.sets = {"optimize.parameter.low=3"};
  EXPECT_THAT(
      StudyFolder("[optimize]\nevaluations = 5\nobjective = { function = \"sphere\" }\n").errors(overrides),
      testing::Contains("--set optimize.parameter.low: optimize.parameter.low sets nothing (the study has "
                        "no [[optimize.parameter]]): write it into the study"));
}

TEST(Problems, take_what_the_environment_and_lower_layers_say_to_all) {
  const StudyFolder folder(two_problems);
  Overrides overrides;
  overrides.user_file = folder.write("user.toml",
                                     "[optimize]\nalgorithm = \"shade\"\nseed = 9\n"
                                     "[optimize.failure]\nkill = \"2s\"\n");
  overrides.environment = {{"WINNOW_OPTIMIZE_POPULATION", "50"}, {"WINNOW_OPTIMIZE_FAILURE_TIMEOUT", "9s"}};
  const auto study = folder.study(overrides);
  for (const auto& each : study.optimize()) {
    EXPECT_EQ(each.algorithm, Algorithm::shade);
    EXPECT_EQ(each.population.value(), PopulationSize(50));
    EXPECT_EQ(each.failure.timeout.value(), base::Seconds{9});
    EXPECT_EQ(each.failure.kill, base::Seconds{2});
  }
  EXPECT_EQ(study.optimize()[0].seed, 9u);
  EXPECT_EQ(study.optimize()[1].seed, 3u);
}

TEST(Problems, are_not_made_by_lower_layers_but_judged_there) {
  const StudyFolder folder("");
  Overrides overrides;
  overrides.user_file = folder.write("user.toml", "[optimize]\nseed = 9\n");
  EXPECT_TRUE(folder.study(overrides).optimize().empty());
  overrides.user_file = folder.write("user.toml", "[optimize]\nseed = -1\n[[optimize.parameter]]\nlow = 1\n");
  EXPECT_THAT(folder.errors(overrides),
              ElementsAre("user.toml:2:8: optimize.seed = -1 is out of range (it takes an integer, 0 to "
                          "9007199254740992): write, for example, seed = 1",
                          "user.toml:4:1: optimize.parameter.low cannot be set here (it belongs to a single "
                          "study): move it to the study file"));
}

TEST(Problems, need_names_if_there_are_several) {
  EXPECT_THAT(
      StudyFolder("[[optimize]]\nevaluations = 1\n[[optimize]]\nname = \"a\"\n[[optimize]]\nname = \"a\"\n")
          .errors(),
      testing::IsSupersetOf(
          {"city.toml:1:1: optimize.name is missing (of the problem, where a study has several; "
           "letters, digits, _ and -): write, for example, name = \"epidemic\"",
           "city.toml:6:1: optimize.name = \"a\" stands twice (items of a list are told apart by their "
           "names): give one of them another"}));
}

TEST(Problems, say_each_error_once_and_with_its_place) {
  const StudyFolder folder(two_problems);
  Overrides overrides;
  overrides.sets = {"optimize.seed=never"};
  EXPECT_THAT(folder.errors(overrides),
              ElementsAre("--set optimize.seed: optimize.seed = \"never\" is text (it takes an integer, 0 to "
                          "9007199254740992): write, for example, seed = 1"));
}

TEST(Problems, are_explained_item_by_item) {
  const StudyFolder folder(two_problems);
  Overrides overrides;
  overrides.sets = {"optimize.prophet.parameter.ttl.low=5"};
  const auto text = folder.without_folder(explain(folder.study(overrides)));
  EXPECT_THAT(text, HasSubstr("\n[[optimize]]\nname                = \"prophet\""));
  EXPECT_THAT(text, HasSubstr("\n[[optimize.parameter]]\nname    = \"buffer\""));
  EXPECT_THAT(text, HasSubstr("low     = 5.0       # --set optimize.prophet.parameter.ttl.low\n"));
}

TEST(CourseToml, is_the_same_for_another_budget_and_another_upkeep) {
  const StudyFolder folder(problem());
  Overrides overrides;
  overrides.sets = {"optimize.evaluations=2000", "optimize.record=all", "title=other"};
  EXPECT_EQ(folder.study(overrides).course_toml(), folder.study().course_toml());
  EXPECT_NE(folder.study(overrides).answer_toml(), folder.study().answer_toml());
  overrides.sets = {"optimize.record=all", "title=other"};
  EXPECT_EQ(folder.study(overrides).answer_toml(), folder.study().answer_toml());
  overrides.sets = {"optimize.seed=2"};
  EXPECT_NE(folder.study(overrides).course_toml(), folder.study().course_toml());
}

TEST(CourseToml, tells_whether_candidates_are_rounded_and_not_where_the_cache_is) {
  const StudyFolder folder(problem());
  const auto course = [&](std::vector<std::string> sets) {
    Overrides overrides;
    overrides.sets = std::move(sets);
    return folder.study(overrides).course_toml();
  };
  const auto rounded = course({"optimize.cache.path=auto", "optimize.cache.digits=2"});
  EXPECT_THAT(course({}), HasSubstr("\n[optimize.cache]\ndigits = off\n"));
  EXPECT_THAT(rounded, HasSubstr("\n[optimize.cache]\ndigits = 2\n"));
  EXPECT_EQ(course({"optimize.cache.path=/there", "optimize.cache.digits=2"}), rounded);
  EXPECT_EQ(course({"optimize.cache.digits=2"}), course({})) << "without a cache nothing is rounded";
}

TEST(Reference, writes_lists_as_lists) {
  EXPECT_THAT(reference_markdown(), HasSubstr("### `[[optimize.parameter]]`\n"));
  EXPECT_THAT(reference_markdown(), HasSubstr("### `[optimize.objective.read]`\n"));
  EXPECT_THAT(reference_markdown(), Not(HasSubstr("### `[[optimize]]`")));
}

}  // namespace
}  // namespace winnow::study
