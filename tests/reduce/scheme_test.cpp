#include "reduce/scheme.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Config valid() {
  Config config;
  config.files = {"*.txt"};
  config.name = "{scenario}_{router}_buf{buffer:size}_{report}.txt";
  config.group_by = {{"router", "buffer"}, {"router"}};
  return config;
}

void expect_refused(const Config& config, std::string_view key, std::string_view text) {
  const auto scheme = Scheme::make(config);
  ASSERT_FALSE(scheme);
  EXPECT_EQ(scheme.error().key, key);
  EXPECT_EQ(scheme.error().error.text(), text);
}

TEST(Scheme, names_groupings_after_their_fields) {
  const auto scheme = Scheme::make(valid());
  ASSERT_TRUE(scheme);
  ASSERT_EQ(scheme->groupings.size(), 2u);
  EXPECT_EQ(scheme->groupings[0].name, "router_buffer");
  EXPECT_THAT(scheme->groupings[0].keys, ElementsAre(Field(&GroupKey::index, 1), Field(&GroupKey::index, 2)));
  EXPECT_EQ(scheme->groupings[1].name, "router");
}

TEST(Scheme, wants_the_columns_of_metrics_and_of_expressions) {
  auto config = valid();
  config.metrics = {"created"};
  config.derive = {{"cost", "relayed / buffer"}};
  config.where = "ttl > 0";
  const auto scheme = Scheme::make(config);
  ASSERT_TRUE(scheme);
  for (const auto* column : {"created", "relayed", "ttl"}) {
    EXPECT_EQ(scheme->wish_for(column), read::Wish::by_name) << column;
  }
  for (const auto* column : {"delivered", "buffer"})
    EXPECT_EQ(scheme->wish_for(column), read::Wish::no) << column;
}

TEST(Scheme, misses_the_columns_of_expressions_that_no_file_has_but_no_derived_metric) {
  auto config = valid();
  config.metrics = {"cost"};
  config.derive = {{"cost", "relyed / 2"}};
  const auto unseen = Scheme::make(config)->unseen({"relayed"});
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0].pattern, "relyed");
  EXPECT_EQ(unseen[0].key, "reduce.derive");
  EXPECT_THAT(unseen[0].near, ElementsAre("relayed"));
}

TEST(Scheme, misses_no_column_of_the_name_of_a_constant) {
  auto config = valid();
  config.metrics = {"turn"};
  config.derive = {{"turn", "relayed * _pi"}};
  EXPECT_THAT(Scheme::make(config)->unseen({"relayed"}), IsEmpty());
}

TEST(Scheme, makes_one_group_of_all_where_nothing_is_grouped_by) {
  for (const std::vector<std::vector<std::string>>& nothing :
       {std::vector<std::vector<std::string>>{}, {{}}}) {
    auto config = valid();
    config.group_by = nothing;
    const auto scheme = Scheme::make(config);
    ASSERT_TRUE(scheme);
    ASSERT_EQ(scheme->groupings.size(), 1u);
    EXPECT_EQ(scheme->groupings[0].name, "all");
    EXPECT_THAT(scheme->groupings[0].keys, IsEmpty());
  }
}

TEST(Scheme, takes_a_group_key_that_is_no_field_for_a_column) {
  auto config = valid();
  config.group_by = {{"router", "ttl:int"}, {"ttl:int", "kind"}};
  const auto scheme = Scheme::make(config);
  ASSERT_TRUE(scheme) << scheme.error().error.text();
  EXPECT_EQ(scheme->groupings[0].name, "router_ttl");
  EXPECT_TRUE(scheme->groupings[0].by_row());
  ASSERT_EQ(scheme->key_columns.size(), 2u);
  EXPECT_EQ(scheme->key_columns[0].name, "ttl");
  EXPECT_EQ(scheme->key_columns[0].type, read::FieldType::integer);
  EXPECT_EQ(scheme->key_columns[1].type, read::FieldType::text);
  EXPECT_EQ(scheme->slot_of(scheme->groupings[0].keys[0]), 1u);
  EXPECT_EQ(scheme->slot_of(scheme->groupings[1].keys[1]), scheme->fields().size() + 1);
}

TEST(Scheme, misses_a_key_column_that_no_file_has) {
  auto config = valid();
  config.group_by = {{"tttl:int"}};
  const auto unseen = Scheme::make(config)->unseen({"ttl", "delivered"});
  ASSERT_FALSE(unseen.empty());
  EXPECT_EQ(unseen.back().pattern, "tttl");
  EXPECT_EQ(unseen.back().key, "reduce.group_by");
  EXPECT_THAT(unseen.back().near, ElementsAre("ttl"));
}

TEST(Scheme, refuses_a_column_of_an_unknown_type_or_of_two) {
  auto config = valid();
  config.group_by = {{"ttl:itn"}};
  expect_refused(config, "reduce.group_by",
                 "unknown type \"itn\" of column \"ttl\" (types are text, int, float, size and duration): "
                 "write \"ttl:int\"");
  config.group_by = {{"ttl:int"}, {"ttl:float", "router"}};
  expect_refused(config, "reduce.group_by",
                 "column \"ttl\" has two types (it stands in two groupings): write the same type in both");
}

TEST(Scheme, refuses_a_key_twice_in_one_grouping) {
  auto config = valid();
  config.group_by = {{"router", "router"}};
  expect_refused(config, "reduce.group_by", "\"router\" stands twice in one grouping: take one out");
}

TEST(Scheme, tells_runs_apart_by_the_fields_named_or_has_all_fields_in_their_rows) {
  auto config = valid();
  EXPECT_FALSE(Scheme::make(config)->joins_files());
  EXPECT_THAT(Scheme::make(config)->run_fields, ElementsAre(0, 1, 2, 3));
  config.run_by = {"buffer", "router"};
  const auto scheme = Scheme::make(config);
  ASSERT_TRUE(scheme);
  EXPECT_TRUE(scheme->joins_files());
  EXPECT_THAT(scheme->run_fields, ElementsAre(2, 1));
  const auto key_of = [&scheme](const std::string& path) {
    std::vector<read::FieldValue> fields;
    EXPECT_TRUE(scheme->fields_of(path, fields));
    return scheme->run_fields_key(fields);
  };
  EXPECT_EQ(key_of("a_Prophet_buf5M_stats.txt"), key_of("b_Prophet_buf5000k_delays.txt"));
  EXPECT_NE(key_of("a_Prophet_buf5M_stats.txt"), key_of("a_Prophet_buf6M_stats.txt"));
}

TEST(Scheme, refuses_to_tell_runs_apart_by_what_is_no_field) {
  auto config = valid();
  config.run_by = {"buffer", "ruoter"};
  expect_refused(config, "reduce.run_by",
                 "\"ruoter\" in reduce.run_by is no field of reduce.name (its fields are scenario, router, "
                 "buffer and report): write \"router\"");
  config.run_by = {"ttl:int"};
  expect_refused(
      config, "reduce.run_by",
      "\"ttl:int\" in reduce.run_by is no field of reduce.name (its fields are scenario, router, "
      "buffer and report; a column cannot tell runs apart, for all rows of a file are of one run): "
      "take it out, or make it a field");
  config.run_by = {"buffer", "buffer"};
  expect_refused(config, "reduce.run_by", "\"buffer\" stands twice in reduce.run_by: take one out");
  config.name = "{*}";
  config.group_by = {};
  expect_refused(config, "reduce.run_by",
                 "\"buffer\" in reduce.run_by is no field of reduce.name (it has none; a column cannot tell "
                 "runs apart, for all rows of a file are of one run): take it out, or make it a field");
}

TEST(Scheme, refuses_two_groupings_of_one_name) {
  auto config = valid();
  config.name = "{a}-{b}-{a_b}.txt";
  config.group_by = {{"a", "b"}, {"a_b"}};
  expect_refused(
      config, "reduce.group_by",
      "two groupings would both be named \"a_b\" (a grouping is named after its fields): take one out, or "
      "give a field another name in reduce.name");
}

TEST(Scheme, refuses_a_grouping_whose_name_no_result_could_have) {
  auto config = valid();
  config.group_by = {{std::string(127, 'a') + ":text", std::string(127, 'b') + ":text"}};
  EXPECT_TRUE(Scheme::make(config)) << "of 255 bytes";
  config.group_by.front().front() = std::string(128, 'a') + ":text";
  expect_refused(
      config, "reduce.group_by",
      "the grouping by \"" + std::string(40, 'a') +
          "…\" has too long a name (a grouping is named after its fields, and of its 256 bytes netCDF "
          "reads 255): group by fewer fields, or give them shorter names");
}

TEST(Scheme, refuses_fields_named_as_what_the_tables_have_themselves) {
  for (const std::string name : {"files", "group", "path", "run", "statistic"}) {
    auto config = valid();
    config.name = "{" + name + "}.txt";
    config.group_by = {};
    expect_refused(config, "reduce.name",
                   "no field may be named \"" + name +
                       "\" (the tables of the result use that name): give the field another name");
  }
}

TEST(Scheme, passes_on_what_is_wrong_with_the_name_pattern_and_its_column) {
  auto config = valid();
  config.name = "{scenario}_{router.txt";
  const auto scheme = Scheme::make(config);
  ASSERT_FALSE(scheme);
  EXPECT_EQ(scheme.error().key, "reduce.name");
  EXPECT_EQ(scheme.error().error.place.column, 12u);
}

TEST(Scheme, tells_the_key_of_a_bad_dialect) {
  auto config = valid();
  config.dialect.delimiter = "ab";
  EXPECT_EQ(Scheme::make(config).error().key, "reduce.delimiter");
  config = valid();
  config.dialect.names = {"a", "a"};
  EXPECT_EQ(Scheme::make(config).error().key, "reduce.columns");
  config = valid();
  config.dialect.max_field = {};
  EXPECT_EQ(Scheme::make(config).error().key, "reduce.max_field");
}

TEST(Scheme, refuses_an_unknown_format) {
  auto config = valid();
  config.dialect.format = "key-valeu";
  const auto scheme = Scheme::make(config);
  ASSERT_FALSE(scheme);
  EXPECT_EQ(scheme.error().key, "reduce.format");
  EXPECT_THAT(scheme.error().error.text(), HasSubstr("key-value"));
}

TEST(Scheme, refuses_empty_lists_and_metrics_that_name_nothing) {
  auto config = valid();
  config.files = {};
  expect_refused(config, "reduce.files", "no files (the list is empty): name at least one");
  config = valid();
  config.statistics = {};
  expect_refused(config, "reduce.statistics", "no statistics (the list is empty): name at least one");
  config = valid();
  config.metrics = {"created", "!"};
  expect_refused(config, "reduce.metrics", "metric \"!\" names nothing: take it out");
}

TEST(Scheme, has_no_minus_zero_in_fields) {
  auto config = valid();
  config.name = "{speed:float}.txt";
  config.group_by = {};
  const auto scheme = Scheme::make(config);
  ASSERT_TRUE(scheme);
  std::vector<read::FieldValue> values;
  ASSERT_TRUE(scheme->fields_of("-0.txt", values));
  EXPECT_FALSE(std::signbit(std::get<double>(values.at(0))));
}

TEST(Scheme, opens_relative_paths_below_the_folder_and_others_as_they_are) {
  auto config = valid();
  config.folder = "/data";
  std::string full;
  Scheme::make(config)->locate("a/b.txt", full);
  EXPECT_EQ(full, "/data/a/b.txt");
  Scheme::make(config)->locate("/other/b.txt", full);
  EXPECT_EQ(full, "/other/b.txt");
  config.folder.clear();
  Scheme::make(config)->locate("a/b.txt", full);
  EXPECT_EQ(full, "a/b.txt");
}

}  // namespace
}  // namespace winnow::reduce
