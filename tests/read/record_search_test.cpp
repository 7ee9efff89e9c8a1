#include "read/record_search.hpp"

#include <gtest/gtest.h>

#include <string>

#include "read/csv_grammar.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

class SeekRecord : public testing::Test {
 protected:
  std::uint64_t place_behind(const std::string& text, std::uint64_t at) {
    EXPECT_TRUE(window_.open(folder_.write("file" + std::to_string(files_++), text)));
    EXPECT_TRUE(seek_record(window_, grammar_, 0, at));
    return window_.position();
  }

  test::TemporaryFolder folder_;
  Dialect dialect_{.max_field = {100}};
  CsvGrammar grammar_{',', dialect_};
  InputWindow window_{grammar_.lookahead(), 50};
  int files_ = 0;
};

TEST_F(SeekRecord, finds_the_next_line_where_there_are_no_quotes) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "12345678\n";
  EXPECT_EQ(place_behind(text, 4500), 4500u);
  EXPECT_EQ(place_behind(text, 4501), 4509u);
  EXPECT_EQ(place_behind(text, text.size() - 1), text.size());
  EXPECT_EQ(place_behind(text, text.size() + 5), text.size());
}

TEST_F(SeekRecord, passes_over_a_quoted_newline) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "1,\"2\n3\"\n";
  for (std::uint64_t at = 4000; at < 4020; ++at) EXPECT_EQ(place_behind(text, at), (at + 7) / 8 * 8);
}

TEST_F(SeekRecord, sees_a_quote_that_opens_behind_the_place) {
  const std::string text = std::string(1000, '\n') + "123,\"4\n5\"\n6\n";
  EXPECT_EQ(place_behind(text, 1002), 1010u);
}

TEST_F(SeekRecord, goes_as_far_back_as_it_must) {
  // Each record opens a quote on one line and closes it on the next: which lines these are shows at the
  // file's beginning alone.
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "\"\n";
  for (std::uint64_t at = 7000; at < 7010; ++at) {
    EXPECT_EQ(place_behind(text, at), (at + 3) / 4 * 4);
    EXPECT_EQ(place_behind("a\n" + text, at), (at + 1) / 4 * 4 + 2);
  }
}

TEST_F(SeekRecord, finds_the_end_of_an_endless_line) {
  const std::string text = "a\n" + std::string(5000, 'x') + "\nb\n";
  EXPECT_EQ(place_behind(text, 2500), 5003u);
}

}  // namespace
}  // namespace winnow::read
