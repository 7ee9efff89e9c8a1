#include "read/table_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "read/piecewise.hpp"

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Dialect table{.format = "table"};

TEST(TableReader, names_columns_by_a_first_comment_of_as_many_words) {
  const auto given = TextReader({}).read("# time  delay\n31.0000 0.0041\n57.4000\t 0.0083 \n");
  EXPECT_THAT(given.rows, ElementsAre("2:14 time=31 delay=0.0041000000000000003",
                                      "3:29 time=57.399999999999999 delay=0.0083000000000000001"));
  EXPECT_EQ(given.tally.ignored.lines, 1u);
}

TEST(TableReader, numbers_columns_where_no_comment_fits) {
  EXPECT_THAT(TextReader({}).read("0.0 191\n1.0 1720\n").rows,
              ElementsAre("1:0 column1=0 column2=191", "2:8 column1=1 column2=1720"));
  EXPECT_THAT(TextReader({}).read("# contacts\n1 2\n").rows, ElementsAre("2:11 column1=1 column2=2"));
}

TEST(TableReader, names_columns_as_the_dialect_says) {
  EXPECT_THAT(TextReader({.names = {"a", "b"}}).read("# x y\n1 2\n").rows, ElementsAre("2:6 a=1 b=2"));
}

TEST(TableReader, ignores_comments_and_blank_lines_and_reads_crlf) {
  const auto given = TextReader(table).read("1 2\r\n\r\n  # note\r\n \t\r\n  3 4  \r\n5 6");
  EXPECT_THAT(given.rows,
              ElementsAre("1:0 column1=1 column2=2", "5:21 column1=3 column2=4", "6:30 column1=5 column2=6"));
  EXPECT_EQ(given.tally.ignored.lines, 3u);
}

TEST(TableReader, leaves_out_columns_of_text_and_gives_them_as_keys) {
  TextReader reader({}, {{}, {{"ID", FieldType::text}}});
  const auto given = reader.read("# time  ID  size path\n983.8 M29 639 w94->w97\n1201.2 M1 618 c42\n");
  EXPECT_THAT(given.rows,
              ElementsAre("2:22 time=983.79999999999995 size=639 ID=M29", "3:45 time=1201.2 size=618 ID=M1"));
  EXPECT_THAT(reader.text_columns(), ElementsAre("path"));
}

TEST(TableReader, rejects_broken_records_one_by_one) {
  const std::string nul("4 \0\n", 4);
  const auto given = TextReader({.format = "table", .max_field = {10}})
                         .read("1 2\n1\n1 2 3\n" + nul + "5 x\n" + std::string(50, '7') + "\n6 7\n");
  EXPECT_THAT(given.rows, ElementsAre("1:0 column1=1 column2=2", "7:71 column1=6 column2=7"));
  EXPECT_THAT(given.rejections,
              ElementsAre("2:4 wrong number of fields: 1", "3:6 wrong number of fields: 1 2 3",
                          "4:12 NUL byte: " + nul.substr(0, 3), "5:16 not a number: column2: x",
                          "6:20 line too long: " + std::string(41, '7')));
}

TEST(TableReader, refuses_a_file_without_a_column_that_is_a_key) {
  TextReader reader(table, {{}, {{"ttl", FieldType::integer}}});
  EXPECT_EQ(reader.read("# time delay\n1 2\n").failure, "no column \"ttl\"");
  EXPECT_EQ(reader.read("# ttl ttl\n1 2\n").failure, "repeated column");
}

}  // namespace
}  // namespace winnow::read
