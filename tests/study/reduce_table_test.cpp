#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// The errors of a study with `keys` in [reduce].
std::vector<std::string> errors_of(const std::string& keys) {
  return StudyFolder("[reduce]\n" + keys).errors();
}

TEST(ReduceTable, refuses_empty_lists) {
  EXPECT_THAT(
      errors_of("files = []\ngroup_by = []\nmetrics = []\nstatistics = []\n"),
      ElementsAre("city.toml:2:1: reduce.files is an empty list: name the files to read",
                  "city.toml:3:1: reduce.group_by is an empty list: write [[]] for one group of all files",
                  "city.toml:4:1: reduce.metrics is an empty list: write [\"*\"] for all",
                  "city.toml:5:1: reduce.statistics is an empty list: write, for example, [\"count\", "
                  "\"mean\"]"));
}

TEST(ReduceTable, refuses_repeated_fields_groupings_and_statistics) {
  EXPECT_THAT(
      errors_of(
          "files = \"*\"\nname = \"{a}_{b:int}\"\ngroup_by = [[\"a\", \"b\", \"a\"], [\"b\"], [\"b\"]]\n"
          "statistics = [\"mean\", \"mean\"]\n"),
      ElementsAre("city.toml:4:1: [\"b\"] stands twice in reduce.group_by: take one out",
                  "city.toml:4:1: \"a\" stands twice in reduce.group_by: take one out",
                  "city.toml:5:1: \"mean\" stands twice in reduce.statistics: take one out"));
}

TEST(ReduceTable, takes_any_percentile_and_names_what_is_near_to_an_unknown_statistic) {
  EXPECT_THAT(errors_of("files = \"*\"\nstatistics = [\"median\", \"p5\", \"p99.9\", \"sum\"]\n"), IsEmpty());
  EXPECT_THAT(errors_of("files = \"*\"\nstatistics = [\"mean\",\n  \"medain\"]\n"),
              ElementsAre(AllOf(StartsWith("city.toml:4:3: "), HasSubstr("\"medain\""),
                                HasSubstr("\"pNN\", \"first\""), EndsWith("write \"median\""))));
  EXPECT_THAT(errors_of("files = \"*\"\nstatistics = [\"pNN\"]\n"), SizeIs(1));
}

TEST(ReduceTable, knows_two_ways_to_go_on_after_an_error) {
  EXPECT_THAT(errors_of("files = \"*\"\non_error = \"stop\"\n"), IsEmpty());
  EXPECT_THAT(
      errors_of("files = \"*\"\non_error = \"stopp\"\n"),
      ElementsAre("city.toml:3:12: reduce.on_error = \"stopp\" is unknown (it is one of \"reject\" and "
                  "\"stop\"): write \"stop\""));
}

TEST(ReduceTable, takes_ranges_of_two_finite_numbers_that_ascend) {
  const std::string keys = "files = \"*\"\nstatistics = [\"count\", \"histogram\"]\n";
  EXPECT_THAT(errors_of(keys + "histogram_ranges = { a = [0, 1.5], \"b_*\" = [-1e3, 7] }\n"), IsEmpty());
  for (const std::string range :
       {"[1, 1]", "[2, 1]", "[nan, 1]", "[0, inf]", "[0]", "[0, 1, 2]", "7", "[\"a\", 1]"}) {
    EXPECT_THAT(
        errors_of(keys + "histogram_ranges = { delay = " + range + " }\n"),
        ElementsAre(AllOf(StartsWith("city.toml:4:30: "),
                          HasSubstr("is no range of \"delay\" (it takes two finite numbers, the smaller "
                                    "one first): write, for example"))))
        << range;
  }
  EXPECT_THAT(errors_of(keys + "histogram_ranges = [0, 1]\n"),
              ElementsAre(HasSubstr("it takes a table of [low, high]")));
  EXPECT_THAT(errors_of(keys + "histogram_bins = 0\n"),
              ElementsAre(AllOf(HasSubstr("histogram_bins = 0 is out of range"), HasSubstr("1 to 10000"))));
}

TEST(ReduceTable, wants_a_number_beside_histograms_and_histograms_for_their_ranges) {
  EXPECT_THAT(
      errors_of("files = \"*\"\nstatistics = [\"histogram\"]\n"),
      ElementsAre(
          "city.toml:3:1: \"histogram\" stands alone in reduce.statistics (the result's tables are of "
          "numbers): write, for example, [\"count\", \"histogram\"]"));
  EXPECT_THAT(errors_of("files = \"*\"\nhistogram_ranges = { a = [0, 1] }\n"),
              ElementsAre("city.toml:3:1: reduce.histogram_ranges is for nothing (reduce.statistics has no "
                          "\"histogram\"): add it there, or take this out"));
}

TEST(ReduceTable, takes_derived_metrics_as_a_table_of_texts) {
  EXPECT_THAT(errors_of("files = \"*\"\nwhere = \"a > 1\"\nderive = { cost = \"a / b\" }\n"), IsEmpty());
  EXPECT_THAT(errors_of("files = \"*\"\nwhere = \"a > 1\"\n[reduce.derive]\ncost = \"a / b\"\n"), IsEmpty());
  EXPECT_THAT(errors_of("files = \"*\"\nderive = \"a / b\"\n"),
              ElementsAre(AllOf(StartsWith("city.toml:3:"), HasSubstr("table of text"),
                                HasSubstr("{ cost = \"relayed / delivered\" }"))));
  EXPECT_THAT(errors_of("files = \"*\"\nderive = { cost = 7 }\n"), SizeIs(1));
}

TEST(ReduceTable, allows_the_same_fields_in_another_order) {
  EXPECT_THAT(
      errors_of("files = \"*\"\nname = \"{a}_{b:int}\"\ngroup_by = [[\"a\", \"b\"], [\"b\", \"a\"]]\n"),
      IsEmpty());
}

TEST(ReduceTable, refuses_a_group_key_that_is_almost_a_field) {
  EXPECT_THAT(
      errors_of(
          "files = \"*\"\nname = \"{router}_{seed:int}_{*}.txt\"\ngroup_by = [[\"ruoter\", \"seed\"]]\n"),
      ElementsAre("city.toml:4:1: \"ruoter\" in reduce.group_by is no field of reduce.name (its fields are "
                  "router and seed): write \"router\", or \"ruoter:text\" if it is a column"));
}

TEST(ReduceTable, takes_a_group_key_for_a_column_where_it_is_like_no_field) {
  EXPECT_THAT(
      errors_of("files = \"*\"\nname = \"{router}_{*}.txt\"\ngroup_by = [[\"ttl:int\"], [\"kind\"]]\n"),
      IsEmpty());
  EXPECT_THAT(errors_of("files = \"*\"\ngroup_by = [[\"router\"]]\n"), IsEmpty());
}

TEST(ReduceTable, takes_negated_globs_but_no_empty_ones) {
  EXPECT_THAT(errors_of("files = \"*\"\nmetrics = [\"!sim_time\"]\n"), IsEmpty());
  EXPECT_THAT(errors_of("files = [\"\"]\nmetrics = [\"a\", \"!\"]\n"),
              ElementsAre("city.toml:2:1: \"\" in reduce.files says nothing: take it out",
                          "city.toml:3:1: \"!\" in reduce.metrics says nothing: take it out"));
}

TEST(ReduceTable, survives_any_braces_in_the_name_pattern) {
  for (const std::string name : {"{", "}", "{{", "{}", "{:}", "{a", "{a}{", "{{a}}", "{*"}) {
    EXPECT_THAT(errors_of("files = \"*\"\nname = \"" + name + "\"\n"), IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace winnow::study
