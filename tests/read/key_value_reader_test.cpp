#include "read/key_value_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "read/piecewise.hpp"
#include "read/reading.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNan;
using testing::Pair;

class KeyValueReaderTest : public testing::Test {
 protected:
  WholeFile read(const std::string& text) {
    EXPECT_TRUE(window_.open(folder_.write("report", text)));
    EXPECT_TRUE(reader_.start(window_, 0, Piece::whole));
    auto whole = read_whole(names_, [&](Batch& batch) { return reader_.next(window_, batch); });
    expect_accounted(whole, text);
    return whole;
  }

  [[nodiscard]] bool looks_like(std::string_view start) const { return reader_.looks_like({start, true}); }

  test::TemporaryFolder folder_;
  OwnRules own_;
  ColumnNames& names_ = own_.names;
  InputWindow window_;
  KeyValueReader reader_{own_.rules};
};

TEST_F(KeyValueReaderTest, makes_one_row_of_a_report_in_the_files_order) {
  const auto whole = read(
      "Message stats for scenario city\nsim_time: 7200.0000\ncreated: 242\ndelivery_prob: 0.3223\nrtt_avg: "
      "NaN\n");
  EXPECT_EQ(whole.rows, 1);
  EXPECT_THAT(whole.row, ElementsAre(Pair("sim_time", 7200.0), Pair("created", 242.0),
                                     Pair("delivery_prob", 0.3223), Pair("rtt_avg", IsNan())));
  EXPECT_THAT(whole.rejections, IsEmpty());
  EXPECT_EQ(whole.tally.ignored.lines, 1u);
}

TEST_F(KeyValueReaderTest, places_the_row_at_the_beginning_of_its_file) {
  ASSERT_TRUE(window_.open(folder_.write("report", "title\nx: 1\n")));
  EXPECT_TRUE(reader_.start(window_, 0, Piece::whole));
  Batch batch;
  ASSERT_TRUE(reader_.next(window_, batch));
  ASSERT_EQ(batch.rows(), 1u);
  EXPECT_EQ(batch.positions[0].line, 1u);
  EXPECT_EQ(batch.positions[0].byte, 0u);
}

TEST_F(KeyValueReaderTest, takes_a_first_line_that_is_a_number_and_ignores_any_other) {
  EXPECT_THAT(read("x: 1\ny: 2\n").row, ElementsAre(Pair("x", 1.0), Pair("y", 2.0)));
  EXPECT_THAT(read("x: NaN\ny: 2\n").row, ElementsAre(Pair("x", IsNan()), Pair("y", 2.0)));
  for (const std::string title : {"title", "run: second", "run:", ": 5", "x: 1e400"}) {
    const auto whole = read(title + "\ny: 2\n");
    EXPECT_THAT(whole.row, ElementsAre(Pair("y", 2.0))) << title;
    EXPECT_EQ(whole.tally.ignored.bytes, title.size() + 1);
    EXPECT_THAT(whole.rejections, IsEmpty());
  }
}

TEST_F(KeyValueReaderTest, ignores_comments_and_blank_lines) {
  const auto whole = read("title\n# Group.speed = 0.5, 1.5: fast\n\n  \t\n  # x: 1\ny: 2\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("y", 2.0)));
  EXPECT_EQ(whole.tally.ignored.lines, 5u);
  EXPECT_THAT(whole.rejections, IsEmpty());
}

TEST_F(KeyValueReaderTest, bears_crlf_blanks_a_byte_order_mark_and_a_last_line_without_newline) {
  const auto crlf = read("title\r\nx: 1\r\n\r\n# c\r\ny: 2\r\n");
  EXPECT_THAT(crlf.row, ElementsAre(Pair("x", 1.0), Pair("y", 2.0)));
  EXPECT_EQ(crlf.tally.ignored.lines, 3u);
  EXPECT_THAT(read("\xef\xbb\xbfx: 1\n \ty \t:\t2 \t\nz:3").row,
              ElementsAre(Pair("x", 1.0), Pair("y", 2.0), Pair("z", 3.0)));
}

TEST_F(KeyValueReaderTest, takes_nothing_and_nan_in_any_case_for_missing) {
  EXPECT_THAT(read("title\na: NaN\nb: nan\nc:NAN\nd:\ne:   \nf: \r\n").row,
              ElementsAre(Pair("a", IsNan()), Pair("b", IsNan()), Pair("c", IsNan()), Pair("d", IsNan()),
                          Pair("e", IsNan()), Pair("f", IsNan())));
}

TEST_F(KeyValueReaderTest, rejects_what_is_not_a_number_with_its_place) {
  const auto whole =
      read("title\na: inf\nb: 1e400\nc: 0x10\nd: 1,5\ne: 12abc\nf: text\ng: nan(1)\nh: 1 2\ni: 9\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("i", 9.0)));
  EXPECT_THAT(whole.refused(), ElementsAre("2:6 not a number: a: inf", "3:13 not a number: b: 1e400",
                                           "4:22 not a number: c: 0x10", "5:30 not a number: d: 1,5",
                                           "6:37 not a number: e: 12abc", "7:46 not a number: f: text",
                                           "8:54 not a number: g: nan(1)", "9:64 not a number: h: 1 2"));
}

TEST_F(KeyValueReaderTest, rejects_the_same_lines_where_their_keys_are_expected) {
  read("title\na: 1\nb: 2\nc: 3\nd: 4\n");
  const auto whole = read("title\na: inf\nb: 2x\nc: 3 3\nd:\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("d", IsNan())));
  EXPECT_THAT(whole.refused(), ElementsAre("2:6 not a number: a: inf", "3:13 not a number: b: 2x",
                                           "4:19 not a number: c: 3 3"));
}

TEST_F(KeyValueReaderTest, rejects_lines_without_a_key) {
  const auto long_key = std::string(KeyValueReader::longest_key + 1, 'k');
  const auto whole = read("title\nno colon here\n: 5\n" + long_key + ": 1\nx: 1\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 1.0)));
  ASSERT_EQ(whole.rejections.size(), 3u);
  for (const auto& rejection : whole.rejections) EXPECT_EQ(rejection.reason, "not key: value");
  EXPECT_EQ(whole.rejections[0].text, "no colon here");
  EXPECT_EQ(whole.rejections[2].text, long_key.substr(0, max_rejected_text));
}

TEST_F(KeyValueReaderTest, knows_the_names_of_keys_that_hold_text) {
  read("title\nx: 1\nrouter: Epidemic\n");
  EXPECT_TRUE(names_.find("router"));
}

TEST_F(KeyValueReaderTest, keeps_the_first_of_a_repeated_key) {
  const auto whole = read("title\nx: 1\ny: 2\nx: 3\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 1.0), Pair("y", 2.0)));
  EXPECT_THAT(whole.refused(), ElementsAre("4:16 repeated key: x: 3"));
  EXPECT_THAT(read("title\nx: 1\nx: 1\n").refused(), ElementsAre("3:11 repeated key: x: 1"));
}

TEST_F(KeyValueReaderTest, lets_a_rejected_line_claim_no_key) {
  const auto whole = read("title\nx: bad\nx: 3\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 3.0)));
  EXPECT_THAT(whole.refused(), ElementsAre("2:6 not a number: x: bad"));
}

TEST_F(KeyValueReaderTest, forgets_the_keys_of_the_file_before) {
  EXPECT_THAT(read("title\nx: 1\ny: 2\n").row, ElementsAre(Pair("x", 1.0), Pair("y", 2.0)));
  EXPECT_THAT(read("title\ny: 3\nx: 4\n").row, ElementsAre(Pair("y", 3.0), Pair("x", 4.0)));
  EXPECT_THAT(read("title\nx: 5\nxx: 6\ny: 7\n").row,
              ElementsAre(Pair("x", 5.0), Pair("xx", 6.0), Pair("y", 7.0)));
}

TEST_F(KeyValueReaderTest, rejects_a_line_above_64_kib_whole_and_goes_on) {
  constexpr std::size_t longest = 64 << 10;
  const auto fitting = "x: " + std::string(longest - 4, ' ') + "1";
  const auto whole = read("title\n" + fitting + "\ny: " + std::string(200'000, '7') + "\n# " +
                          std::string(longest, '-') + "\nz: 3\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 1.0), Pair("z", 3.0)));
  ASSERT_EQ(whole.rejections.size(), 2u);
  EXPECT_EQ(whole.rejections[0].reason, "line too long");
  EXPECT_EQ(whole.rejections[0].position.line, 3u);
  EXPECT_EQ(whole.rejections[0].position.byte, 6 + longest + 1);
  EXPECT_EQ(whole.rejections[0].text, "y: " + std::string(max_rejected_text - 3, '7'));
  EXPECT_EQ(whole.rejections[1].position.line, 4u);
}

TEST_F(KeyValueReaderTest, rejects_keys_beyond_the_most) {
  std::string text = "title\n";
  for (std::size_t i = 0; i < KeyValueReader::most_keys + 2; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const auto whole = read(text);
  EXPECT_EQ(whole.row.size(), KeyValueReader::most_keys);
  ASSERT_EQ(whole.rejections.size(), 2u);
  EXPECT_EQ(whole.rejections[1].reason, "too many keys");
  EXPECT_EQ(whole.rejections[1].text, "key4097: 1");
  EXPECT_EQ(names_.size(), KeyValueReader::most_keys);
}

TEST_F(KeyValueReaderTest, gives_many_rejections_in_bounded_batches) {
  std::string text = "title\nx: 1\n";
  for (int i = 0; i < 10'000; ++i) text += "bad " + std::to_string(i) + "\n";
  const auto whole = read(text + "y: 2\n");
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 1.0), Pair("y", 2.0)));
  EXPECT_EQ(whole.rejections.size(), 10'000u);
  EXPECT_EQ(whole.rejections.back().text, "bad 9999");
  EXPECT_LE(whole.most_rejections, 256u);
  EXPECT_GT(whole.batches, 10'000 / 256);
}

TEST_F(KeyValueReaderTest, gives_no_row_for_a_file_without_values) {
  EXPECT_EQ(read("title\n# nothing\n").rows, 0);
  EXPECT_EQ(read("title\nx: bad\n").rows, 0);
}

TEST_F(KeyValueReaderTest, rejects_lines_with_nul_bytes) {
  const auto whole = read(std::string("title\nx: 1\ny: \0002\nz: 3\n", 22));
  EXPECT_THAT(whole.row, ElementsAre(Pair("x", 1.0), Pair("z", 3.0)));
  EXPECT_THAT(whole.refused(), ElementsAre(std::string("3:11 NUL byte: y: \0002", 20)));
}

/// Reads with its own wishes.
class WishfulKeyValueReader : public testing::Test {
 protected:
  /// The row, and what was rejected; or why the file was.
  Given read(std::string_view text) { return reader_.read(text); }

  TextReader reader_{
      {.format = "key-value"},
      {[](std::string_view name) { return name.starts_with("x") ? Wish::if_numbers : Wish::no; },
       {{"router", FieldType::text}, {"ttl", FieldType::integer}}}};
};

TEST_F(WishfulKeyValueReader, passes_over_what_is_not_wanted) {
  for (int file = 0; file < 3; ++file) {
    const auto given =
        read("title\nfree: text\nrouter: Epidemic\nx1: 1\nother: 5\nother: 6\nttl: 60\nx2: 2\n");
    EXPECT_THAT(given.rows, ElementsAre("1:0 x1=1 x2=2 router=Epidemic ttl=60"));
    EXPECT_THAT(given.rejections, IsEmpty());
    EXPECT_EQ(given.tally.accepted.lines, 7u);
  }
}

TEST_F(WishfulKeyValueReader, rejects_a_nul_byte_in_what_is_not_wanted_wherever_it_is_expected) {
  for (int file = 0; file < 3; ++file) {
    const auto given = read(std::string("title\nrouter: a\nx1: 1\nother: \0005\nttl: 60\n", 40));
    EXPECT_THAT(given.rejections, ElementsAre(std::string("4:22 NUL byte: other: \0005", 24)));
    EXPECT_EQ(read("title\nrouter: a\nx1: 1\nother: 5\nttl: 60\n").tally.accepted.lines, 4u);
  }
}

TEST_F(WishfulKeyValueReader, refuses_a_file_that_lacks_a_key) {
  EXPECT_EQ(read("title\nx1: 1\nttl: 60\n").failure, "no column \"router\"");
  const auto given = read("title\nrouter: a\nx1: 1\nttl: soon\n");
  EXPECT_EQ(given.failure, "no column \"ttl\"");
}

TEST_F(WishfulKeyValueReader, gives_a_row_of_keys_alone) {
  EXPECT_THAT(read("title\nrouter: a\nttl: 1\n").rows, ElementsAre("1:0 router=a ttl=1"));
}

TEST_F(KeyValueReaderTest, looks_at_a_files_start_for_a_number_after_a_key) {
  EXPECT_TRUE(looks_like("Message stats for scenario city\nsim_time: 7200.0000\n"));
  EXPECT_TRUE(looks_like("\xef\xbb\xbftitle\r\n\r\n# a comment\r\nx: NaN\r\n"));
  EXPECT_TRUE(looks_like("x:1"));
  EXPECT_TRUE(looks_like("title\nname: city\nx: 1\n"));
  EXPECT_FALSE(looks_like("# messageDelay  cumulativeProbability\n31.0000 0.0041\n57.4000 0.0083\n"));
  EXPECT_FALSE(looks_like("time,value\n2026-01-01 12:30:00,5\n"));
  EXPECT_FALSE(looks_like("title\nname: city\nkind:\n"));
  EXPECT_FALSE(looks_like(""));
}

}  // namespace
}  // namespace winnow::read
