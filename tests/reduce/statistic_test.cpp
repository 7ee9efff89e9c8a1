#include "winnow/reduce/statistic.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace winnow::reduce {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Statistic, is_named_as_studies_write_it) {
  std::vector<std::string> names;
  for (const auto statistic : plain_statistics) names.push_back(name_of(statistic));
  EXPECT_THAT(names, ElementsAre("count", "missing", "sum", "mean", "std", "sem", "ci95", "min", "max",
                                 "median", "first", "last"));
}

TEST(Statistic, is_found_by_its_exact_name_only) {
  for (const auto statistic : plain_statistics) EXPECT_EQ(statistic_named(name_of(statistic)), statistic);
  for (const auto* name : {"", "Mean", "minimum", "std ", "p", "percentile"})
    EXPECT_FALSE(statistic_named(name)) << name;
}

TEST(Statistic, is_any_percentile_of_at_most_four_decimals) {
  for (const auto* name : {"p0", "p5", "p95", "p99.9", "p0.0001", "p99.9999", "p100"}) {
    const auto statistic = statistic_named(name);
    ASSERT_TRUE(statistic) << name;
    EXPECT_EQ(name_of(*statistic), name);
  }
  EXPECT_EQ(statistic_named("p99.9")->percentile().millionths, 999'000u);
  for (const auto* name :
       {"p-1", "p+5", "p101", "p100.1", "p0.00001", "p1e1", "p.5", "p 5", "p5 ", "p5%", "p99999999999"}) {
    EXPECT_FALSE(statistic_named(name)) << name;
  }
}

TEST(Statistic, has_one_name_for_each_percentile) {
  for (const auto* name : {"p95.0", "p095", "p5.", "p00"}) EXPECT_FALSE(statistic_named(name)) << name;
  EXPECT_THAT(statistics_near("p95.0"), ElementsAre("p95"));
  EXPECT_EQ(Statistic::median.percentile(), statistic_named("p50")->percentile());
  EXPECT_NE(Statistic::median, *statistic_named("p50"));
}

TEST(Statistic, is_near_to_what_is_misspelt) {
  EXPECT_THAT(statistics_near("medain"), Contains("median"));
  EXPECT_THAT(statistics_near("frist"), Contains("first"));
}

TEST(Statistic, is_explained_with_its_parameter) {
  EXPECT_THAT(meaning_of(Statistic::ci95), HasSubstr("Student's t"));
  EXPECT_THAT(meaning_of(*statistic_named("p99.9")), HasSubstr("99.9 %"));
  EXPECT_THAT(meaning_of(Statistic::median), HasSubstr("type 7"));
}

TEST(Statistic, needs_no_more_than_it_takes) {
  EXPECT_EQ(needs_of(default_statistics), Needs{});
  EXPECT_EQ(needs_of(std::vector{Statistic::mean, Statistic::sum}), Needs{});
  EXPECT_EQ(needs_of(std::vector{Statistic::mean, Statistic::median}), (Needs{.distribution = true}));
  EXPECT_EQ(needs_of(std::vector{*statistic_named("p5")}), (Needs{.distribution = true}));
  EXPECT_EQ(needs_of(std::vector{Statistic::last}), (Needs{.ends = true}));
}

}  // namespace
}  // namespace winnow::reduce
