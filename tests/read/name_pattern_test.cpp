#include "winnow/read/name_pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using Values = std::vector<FieldValue>;

FieldValue text(std::string value) {
  return value;
}
FieldValue integer(std::int64_t value) {
  return value;
}

/// The values of a path, or nothing if it does not match.
std::optional<Values> match(std::string_view pattern, std::string_view path) {
  const auto parsed = NamePattern::parse(pattern);
  EXPECT_TRUE(parsed) << parsed.error().text();
  Values values;
  if (!parsed || !parsed->match(path, values)) return std::nullopt;
  return values;
}

TEST(NamePattern, takes_fields_from_a_reports_name) {
  EXPECT_THAT(match("{scenario}_{router}_seed{seed:int}_buf{buffer:size}_{report}.txt",
                    "/data/one-city/city_EpidemicRouter_seed3_buf10M_MessageStatsReport.txt"),
              Optional(ElementsAre(text("city"), text("EpidemicRouter"), integer(3), integer(10'000'000),
                                   text("MessageStatsReport"))));
}

TEST(NamePattern, gives_each_field_as_little_as_the_rest_allows) {
  EXPECT_THAT(match("{a}_{b}.txt", "my_big_city.txt"), Optional(ElementsAre(text("my"), text("big_city"))));
  EXPECT_THAT(match("{a}_x{b}", "1_2_x_x3"), Optional(ElementsAre(text("1_2"), text("_x3"))));
  EXPECT_THAT(match("{a}.txt", "a.txt.txt"), Optional(ElementsAre(text("a.txt"))));
}

TEST(NamePattern, goes_back_where_a_type_or_the_rest_does_not_fit) {
  EXPECT_THAT(match("{scenario}_{seed:int}_{ttl:int}.txt", "my_7_city_3_60.txt"),
              Optional(ElementsAre(text("my_7_city"), integer(3), integer(60))));
  EXPECT_THAT(match("{scenario}_seed{seed:int}", "the_seed_bank_seed12"),
              Optional(ElementsAre(text("the_seed_bank"), integer(12))));
  EXPECT_THAT(match("{a}_{buffer:size}_{b}", "x_y_5MiB_z"),
              Optional(ElementsAre(text("x_y"), integer(5 << 20), text("z"))));
}

TEST(NamePattern, takes_no_field_from_nothing) {
  EXPECT_FALSE(match("{a}_{b}", "_b"));
  EXPECT_FALSE(match("{a}_{b}", "a_"));
  EXPECT_THAT(match("{a}_{b}", "__b"), Optional(ElementsAre(text("_"), text("b"))));
}

TEST(NamePattern, ignores_what_stands_at_a_star) {
  EXPECT_FALSE(match("{*}_seed{seed:int}.{*}", "city/_seed4"));
  EXPECT_THAT(match("{*}_seed{seed:int}.{*}", "city_one_seed4.txt"), Optional(ElementsAre(integer(4))));
  EXPECT_THAT(match("{*}seed{seed:int}", "seed4"), Optional(ElementsAre(integer(4))));
}

TEST(NamePattern, matches_the_name_whole) {
  EXPECT_THAT(match("report.txt", "/a/report.txt"), Optional(IsEmpty()));
  EXPECT_FALSE(match("report.txt", "report.txt.gz"));
  EXPECT_FALSE(match("report.txt", "a_report.txt"));
  EXPECT_FALSE(match("{a}.txt", "report.text"));
  EXPECT_FALSE(match("{a}.txt", ""));
}

TEST(NamePattern, matches_as_many_components_as_it_has) {
  EXPECT_THAT(match("{router}/seed{seed:int}/stats.txt", "/data/x/Epidemic/seed4/stats.txt"),
              Optional(ElementsAre(text("Epidemic"), integer(4))));
  EXPECT_THAT(match("{router}/stats.txt", "Epidemic/stats.txt"), Optional(ElementsAre(text("Epidemic"))));
  EXPECT_FALSE(match("{router}/{seed:int}/stats.txt", "4/stats.txt"));
  EXPECT_FALSE(match("a{x}b", "a/b"));
  EXPECT_FALSE(match("{x}_{y}/z", "q/a_/z"));
}

TEST(NamePattern, takes_doubled_braces_for_braces) {
  EXPECT_THAT(match("{{{a}}}", "{x}"), Optional(ElementsAre(text("x"))));
}

TEST(NamePattern, reads_numbers_by_their_types) {
  EXPECT_THAT(match("{i:int}", "-12"), Optional(ElementsAre(integer(-12))));
  EXPECT_THAT(match("{x:float}", "-1.5e3"), Optional(ElementsAre(FieldValue(-1500.0))));
  EXPECT_THAT(match("{t:duration}", "5min"), Optional(ElementsAre(FieldValue(300.0))));
  EXPECT_THAT(match("{s:size}", "1.5KiB"), Optional(ElementsAre(integer(1536))));
}

TEST(NamePattern, does_not_match_values_that_are_none_of_their_type) {
  EXPECT_FALSE(match("{i:int}", "9223372036854775808"));
  EXPECT_FALSE(match("{i:int}", "1.5"));
  EXPECT_FALSE(match("{x:float}", "inf"));
  EXPECT_FALSE(match("{x:float}", "1e400"));
  EXPECT_FALSE(match("{s:size}", "-5M"));
  EXPECT_FALSE(match("{s:size}", "10Q"));
  EXPECT_FALSE(match("{t:duration}", "soon"));
}

TEST(NamePattern, fills_the_same_values_again) {
  const auto pattern = NamePattern::parse("{a}_{n:int}");
  Values values;
  ASSERT_TRUE(pattern->match("first_1", values));
  ASSERT_TRUE(pattern->match("x_2", values));
  EXPECT_THAT(values, ElementsAre(text("x"), integer(2)));
  EXPECT_FALSE(pattern->match("x_y", values));
}

TEST(NamePattern, ends_soon_on_a_text_of_nothing_but_separators) {
  // Without memory of what failed this would try more than 10^15 ways.
  const auto pattern = NamePattern::parse("{a}_{b}_{c}_{d}_{e}_{f}_{g}_{h}_{i:int}.txt");
  Values values;
  EXPECT_FALSE(pattern->match(std::string(250, '_') + ".txt", values));
}

}  // namespace
}  // namespace winnow::read
