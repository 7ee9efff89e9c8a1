#include "study/spelling.hpp"

#include <gtest/gtest.h>

#include "study/document.hpp"

namespace winnow::study {
namespace {

TEST(Spelling, keeps_a_whole_real_number_a_real_one) {
  EXPECT_EQ(spell(3.0), "3.0");
  EXPECT_EQ(spell(0.1), "0.1");
  EXPECT_EQ(spell(1e300), "1e+300");
}

TEST(Spelling, takes_the_largest_unit_that_divides_a_size) {
  EXPECT_EQ(spell(base::gibibytes(8)), "\"8GiB\"");
  EXPECT_EQ(spell(base::mebibytes(1536)), "\"1536MiB\"");
  EXPECT_EQ(spell(base::Bytes{5'000'000}), "\"5MB\"");
  EXPECT_EQ(spell(base::Bytes{1001}), "\"1001B\"");
  EXPECT_EQ(spell(base::Bytes{0}), "\"0B\"");
}

TEST(Spelling, writes_a_level_of_memory_as_it_was_meant) {
  EXPECT_EQ(spell(MemoryLevel{Share{0.8}}), "\"80%\"");
  EXPECT_EQ(spell(MemoryLevel{base::gibibytes(6)}), "\"6GiB\"");
}

TEST(Spelling, gives_durations_that_read_back_as_they_were) {
  for (const double seconds :
       {0.0, 0.001, 0.01, 0.07, 0.1, 1.0, 1.5, 59.0, 60.0, 90.0, 3600.0, 86400.0, 1e-9, 0.3}) {
    const auto text = spell(base::Seconds{seconds});
    const auto read = base::parse_seconds(std::string_view(text).substr(1, text.size() - 2));
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->count, seconds) << text;
  }
  EXPECT_EQ(spell(base::Seconds{0.25}), "\"250ms\"");
  EXPECT_EQ(spell(base::Seconds{7200}), "\"2h\"");
}

TEST(Spelling, escapes_what_a_toml_text_may_not_hold) {
  const std::string text = "a \"b\" \\ \n \t \x7f ä";
  const auto document = parse_document("value = " + spell(text), "", make_schema());
  ASSERT_TRUE(document);
  EXPECT_EQ(*document->settings.at(0).node.as<std::string>(), text);
}

TEST(Spelling, writes_numbers_of_workers_as_the_study_does) {
  EXPECT_EQ(spell(WorkerCount(4)), "4");
  EXPECT_EQ(spell(WorkerCount::cores()), "\"cores\"");
  EXPECT_EQ(spell(WorkerCount::cores(4)), "\"cores/4\"");
}

TEST(Spelling, writes_tables_that_read_back_as_they_were) {
  using Texts = std::map<std::string, std::string>;
  EXPECT_EQ(spell(Texts{}), "{}");
  EXPECT_EQ(spell(Texts{{"cost", "a / b"}, {"a \"b\".c", "[x y] > 1"}}),
            R"({ "a \"b\".c" = "[x y] > 1", cost = "a / b" })");
  const auto document = parse_document("[s]\nvalue = " + spell(Texts{{"a \"b\".c", "1"}}), "", make_schema());
  ASSERT_TRUE(document);
  EXPECT_EQ(*document->settings.at(0).node.as<Node::Table>()->at("a \"b\".c").as<std::string>(), "1");
}

TEST(Spelling, writes_lists_within_lists) {
  EXPECT_EQ(spell(std::vector<std::vector<std::string>>{{"a", "b"}, {}}), R"([["a", "b"], []])");
}

}  // namespace
}  // namespace winnow::study
