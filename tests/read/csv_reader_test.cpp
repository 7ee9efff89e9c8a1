#include "read/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "read/piecewise.hpp"

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Dialect csv{.format = "csv"};

/// Only the columns whose names begin with '*' are left out, and those that begin with '!' are asked for by
/// name.
Wish wish_by_name(std::string_view column) {
  if (column.starts_with('*')) return Wish::no;
  return column.starts_with('!') ? Wish::by_name : Wish::if_numbers;
}

TEST(CsvReader, names_columns_by_the_header_and_gives_rows_with_places) {
  const auto given = TextReader(csv).read("time,delay\n1,0.5\n2,-1e3\n");
  EXPECT_THAT(given.rows, ElementsAre("2:11 time=1 delay=0.5", "3:17 time=2 delay=-1000"));
  EXPECT_THAT(given.rejections, IsEmpty());
  EXPECT_EQ(given.tally.ignored.bytes, 11u);
}

TEST(CsvReader, names_columns_as_the_dialect_says_where_there_is_no_header) {
  Dialect named = csv;
  named.names = {"a", "b"};
  EXPECT_THAT(TextReader(named).read("1,2\n3,4\n").rows, ElementsAre("1:0 a=1 b=2", "2:4 a=3 b=4"));
}

TEST(CsvReader, numbers_the_columns_that_a_header_leaves_unnamed) {
  EXPECT_THAT(TextReader(csv).read(",x\n1,2\n").rows, ElementsAre("2:3 column1=1 x=2"));
}

TEST(CsvReader, reads_quotes_doubled_quotes_and_newlines_in_fields) {
  TextReader reader(csv, {wish_by_name, {{"name", FieldType::text}}});
  const auto given = reader.read("\"x\",\"name\"\n\"1.5\",\"a,\"\"b\"\"\nc\"\n2,\"\"\n3,a\"b\n");
  EXPECT_THAT(given.rows, ElementsAre("2:11 x=1.5 name=a,\"b\"\nc", "4:29 x=2 name=", "5:34 x=3 name=a\"b"));
}

TEST(CsvReader, reads_crlf_a_byte_order_mark_blank_lines_and_a_last_line_without_newline) {
  const auto given = TextReader(csv).read("\xef\xbb\xbfx,y\r\n\r\n1,2\r\n\r\n\"3\",\"4\"\r\n5,6");
  EXPECT_THAT(given.rows, ElementsAre("3:10 x=1 y=2", "5:17 x=3 y=4", "6:26 x=5 y=6"));
  EXPECT_EQ(given.tally.ignored.lines, 3u);
}

TEST(CsvReader, finds_the_delimiter_that_fits) {
  for (const std::string delimiter : {",", ";", "\t", "|"}) {
    TextReader reader({});
    const auto given = reader.read("x" + delimiter + "y z\n1" + delimiter + "2\n");
    EXPECT_THAT(given.rows, ElementsAre("2:6 x=1 y z=2")) << delimiter;
    EXPECT_EQ(reader.format(), "csv");
  }
  EXPECT_THAT(TextReader({.delimiter = "~"}).read("x~y\n1~2\n").rows, ElementsAre("2:4 x=1 y=2"));
}

TEST(CsvReader, takes_nothing_nan_and_the_dialects_words_for_missing) {
  Dialect dialect = csv;
  dialect.missing = {"NA", "-", "-999"};
  const auto given = TextReader(dialect).read("x,y\n,NaN\nNA,-\n\"\", nan \n-999,999\n");
  EXPECT_THAT(given.rows, ElementsAre("2:4 x=missing y=missing", "3:9 x=missing y=missing",
                                      "4:14 x=missing y=missing", "5:23 x=missing y=999"));
}

TEST(CsvReader, rejects_a_record_with_a_field_that_is_no_number) {
  const auto given = TextReader(csv).read("x,y\n1,1\n1e400,1\n2,0x10\n\"1,5\",1\n12abc,2\n3,inf\n4,4\n");
  EXPECT_THAT(given.rows, ElementsAre("2:4 x=1 y=1", "8:45 x=4 y=4"));
  EXPECT_THAT(given.rejections, ElementsAre("3:8 not a number: x: 1e400", "4:16 not a number: y: 0x10",
                                            "5:23 not a number: x: 1,5", "6:31 not a number: x: 12abc",
                                            "7:39 not a number: y: inf"));
}

TEST(CsvReader, leaves_out_columns_of_text_and_says_which) {
  TextReader reader(csv, {wish_by_name, {}});
  const auto given = reader.read("x,name,!id,*note\n1,a,7,b\n2,b,8,c\n3,c,d,e\n");
  EXPECT_THAT(given.rows, ElementsAre("2:17 x=1 !id=7", "3:25 x=2 !id=8"));
  EXPECT_THAT(given.rejections, ElementsAre("4:33 not a number: !id: d"));
  EXPECT_THAT(reader.text_columns(), ElementsAre("name"));
}

TEST(CsvReader, tells_text_from_numbers_by_the_first_whole_records) {
  TextReader reader(csv);
  const auto given = reader.read("x,y\nbad\n1,a\nb,c\n");
  EXPECT_THAT(given.rows, ElementsAre("3:8 x=1"));
  EXPECT_THAT(given.rejections, ElementsAre("2:4 wrong number of fields: bad", "4:12 not a number: x: b"));
  EXPECT_THAT(reader.text_columns(), ElementsAre("y"));
}

TEST(CsvReader, takes_a_column_for_numbers_if_any_of_the_first_was_meant_as_one) {
  TextReader reader(csv);
  const auto given = reader.read("x,y,z\n12abc,1e400,\n1,,\n");
  EXPECT_THAT(given.rows, ElementsAre("3:19 x=1 y=missing z=missing"));
  EXPECT_THAT(given.rejections, ElementsAre("2:6 not a number: x: 12abc"));
  EXPECT_THAT(reader.text_columns(), ElementsAre());
}

TEST(CsvReader, takes_a_column_for_text_whatever_comes_far_behind) {
  std::string text = "x,y\n";
  for (int row = 0; row < 40; ++row) text += "1,word\n";
  TextReader reader(csv);
  const auto given = reader.read(text + "2,3\n");
  EXPECT_EQ(given.rows.back(), "42:284 x=2");
  EXPECT_THAT(reader.text_columns(), ElementsAre("y"));
}

TEST(CsvReader, gives_keys_that_parse_as_their_type_and_rejects_others) {
  TextReader reader(
      csv, {{}, {{"ttl", FieldType::integer}, {"size", FieldType::size}, {"wait", FieldType::duration}}});
  const auto given =
      reader.read("x,wait,size,ttl\n1,5min,2M,60\n2, 1s ,5MiB, 7 \n3,1s,2M,sixty\n4,1s,,1\n5,-,1,1\n");
  EXPECT_THAT(given.rows,
              ElementsAre("2:16 x=1 ttl=60 size=2M wait=5min", "3:29 x=2 ttl=7 size=5MiB wait=1s"));
  EXPECT_THAT(given.rejections, ElementsAre("4:45 not an int: ttl: sixty",
                                            "5:59 not a size: size: ", "6:67 not a duration: wait: -"));
}

TEST(CsvReader, takes_a_key_for_its_numbers_only_if_asked_for_by_name) {
  TextReader reader(csv, {wish_by_name, {{"ttl", FieldType::real}, {"!n", FieldType::text}}});
  EXPECT_THAT(reader.read("ttl,!n,x\n60,1,2\n").rows, ElementsAre("2:9 !n=1 x=2 ttl=60 !n=1"));
}

TEST(CsvReader, loses_one_record_at_most_to_each_fault) {
  const std::string nul("4,\0\n", 4);
  TextReader reader({.format = "csv", .max_field = {10}});
  const auto given = reader.read("x,y\n0,0\n1\n1,2,3\n" + nul + "\"5\"6,7\n8,\"123456789012\n9,9\n" +
                                 std::string(50, '7') + "\n10,10\n11,\"11\n");
  EXPECT_THAT(given.rows, ElementsAre("2:4 x=0 y=0", "8:43 x=9 y=9", "10:98 x=10 y=10"));
  EXPECT_THAT(given.rejections,
              ElementsAre("3:8 wrong number of fields: 1", "4:10 wrong number of fields: 1,2,3",
                          "5:16 NUL byte: " + nul.substr(0, 3), "6:20 text after a quote: \"5\"6,7",
                          "7:27 quoted field too long: 8,\"123456789012",
                          "9:47 line too long: " + std::string(41, '7'), "11:104 quote not closed: 11,\"11"));
}

TEST(CsvReader, shows_the_beginning_of_a_line_too_long_and_no_more) {
  const auto given = TextReader(csv).read("x,y\n" + std::string(300'000, '7') + "\n1,2\n");
  EXPECT_THAT(given.rejections, ElementsAre("2:4 line too long: " + std::string(max_rejected_text, '7')));
}

TEST(CsvReader, goes_on_after_the_first_newline_behind_a_quote_opened_by_mistake) {
  const auto given = TextReader(csv).read("x,name\n1,\"oops\n2,b\n3,\"ok\"\n4,d\n");
  EXPECT_THAT(given.rows, ElementsAre("3:15 x=2", "4:19 x=3", "5:26 x=4"));
  EXPECT_THAT(given.rejections, ElementsAre("2:7 text after a quote: 1,\"oops"));
}

TEST(CsvReader, cuts_the_text_of_a_rejection) {
  const auto given = TextReader(csv).read("x,y\n1,2\n" + std::string(500, '7') + "\n");
  EXPECT_THAT(given.rejections,
              ElementsAre("3:8 wrong number of fields: " + std::string(max_rejected_text, '7')));
}

TEST(CsvReader, refuses_files_whose_header_is_of_no_use) {
  TextReader reader(csv, {{}, {{"ttl", FieldType::integer}}});
  EXPECT_EQ(reader.read("x,y\n1,2\n").failure, "no column \"ttl\"");
  EXPECT_EQ(reader.read("x, ttl ,x\n1,2,3\n").failure, "repeated column");
  EXPECT_EQ(reader.read("1,2\n3,4\n").failure, "no header");
  EXPECT_EQ(reader.read("x,\"y\n1,2\n").failure, "broken header");
  EXPECT_EQ(reader.read(std::string(5000, ',') + "\n").failure, "too many columns");
  EXPECT_EQ(reader.read("").failure, "empty");
  EXPECT_EQ(reader.read("x, ttl \n1,2\n").failure, "");
}

TEST(CsvReader, reads_a_header_without_rows) {
  const auto given = TextReader(csv).read("x,y\n");
  EXPECT_THAT(given.rows, IsEmpty());
  EXPECT_EQ(given.tally.ignored.lines, 1u);
}

TEST(CsvReader, gives_many_rejections_in_bounded_batches) {
  std::string text = "x,y\n1,2\n";
  for (int i = 0; i < 10'000; ++i) text += "bad," + std::to_string(i) + "\n";
  const auto given = TextReader(csv).read(text + "3,4\n");
  EXPECT_EQ(given.rejections.size(), 10'000u);
  EXPECT_EQ(given.rows.size(), 2u);
}

TEST(CsvReader, reads_many_columns_in_small_batches) {
  std::string header = "c0";
  std::string row = "0";
  for (int i = 1; i < 4000; ++i) {
    header += ",c" + std::to_string(i);
    row += "," + std::to_string(i);
  }
  std::string text = header + "\n";
  for (int i = 0; i < 50; ++i) text += row + "\n";
  const auto given = TextReader(csv).read(text);
  ASSERT_EQ(given.rows.size(), 50u);
  EXPECT_TRUE(given.rows.back().ends_with(" c3999=3999"));
}

}  // namespace
}  // namespace winnow::read
