#include "read/input_window.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

std::string numbered_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

class InputWindowTest : public testing::Test {
 protected:
  std::string refusal(InputWindow& window, std::string_view text) {
    const auto opened = window.open(folder_.write("file", text));
    return opened ? "" : opened.error().problem;
  }

  test::TemporaryFolder folder_;
};

TEST_F(InputWindowTest, has_a_small_file_at_once) {
  InputWindow window;
  ASSERT_TRUE(window.open(folder_.write("file", "a\nb")));
  EXPECT_EQ(window.text(), "a\nb");
  EXPECT_TRUE(window.at_end());
  EXPECT_EQ(window.position(), 0u);
}

TEST_F(InputWindowTest, moves_over_a_large_file_byte_by_byte) {
  const auto text = numbered_lines(60'000);
  InputWindow window(1000, 300);
  ASSERT_TRUE(window.open(folder_.write("file", text)));
  std::string read;
  while (!window.text().empty() || !window.at_end()) {
    ASSERT_EQ(window.position(), read.size());
    const auto used = std::min<std::size_t>(window.text().size(), 77);
    read += window.text().substr(0, used);
    window.drop(used);
    if (window.is_full()) continue;
    ASSERT_TRUE(window.extend());
  }
  EXPECT_EQ(read, text);
}

TEST_F(InputWindowTest, holds_as_much_as_was_asked_for) {
  const auto text = numbered_lines(1000);
  InputWindow window(1000, 300);
  ASSERT_TRUE(window.open(folder_.write("file", text)));
  window.drop(100);
  while (!window.is_full()) ASSERT_TRUE(window.extend());
  EXPECT_GE(window.text().size(), 1000u);
  EXPECT_EQ(window.text(), text.substr(100, window.text().size()));
}

TEST_F(InputWindowTest, begins_anew_anywhere_in_the_file) {
  const auto text = numbered_lines(10'000);
  InputWindow window(1000, 300);
  ASSERT_TRUE(window.open(folder_.write("file", text)));
  for (const std::size_t place : {70'000, 5, 40'000}) {
    window.seek(place);
    ASSERT_TRUE(window.extend());
    EXPECT_EQ(window.position(), place);
    EXPECT_EQ(window.text(), text.substr(place, 300));
  }
  window.seek(text.size() + 10);
  ASSERT_TRUE(window.extend());
  EXPECT_TRUE(window.at_end());
}

TEST_F(InputWindowTest, skips_a_line_of_any_length) {
  InputWindow window(100, 30);
  ASSERT_TRUE(window.open(folder_.write("file", std::string(1000, 'x') + "\nnext\nlast")));
  EXPECT_EQ(window.skip_line().value(), 1001u);
  EXPECT_EQ(window.skip_line().value(), 5u);
  EXPECT_EQ(window.skip_line().value(), 4u);
  EXPECT_EQ(window.skip_line().value(), 0u);
}

TEST_F(InputWindowTest, knows_whole_lines) {
  InputWindow window(100, 30);
  ASSERT_TRUE(window.open(folder_.write("file", "a\n" + std::string(60, 'b') + "\nc")));
  EXPECT_EQ(whole_lines(window), "a\n");
  while (!window.at_end()) ASSERT_TRUE(window.extend());
  EXPECT_EQ(whole_lines(window), window.text());
}

TEST_F(InputWindowTest, reads_to_the_end_that_is_there_when_it_is_reached) {
  InputWindow window(100'000, 5000);
  ASSERT_TRUE(window.open(folder_.write("file", std::string(6000, 'x'))));
  folder_.write("file", std::string(7000, 'x'));
  while (!window.at_end()) ASSERT_TRUE(window.extend());
  EXPECT_EQ(window.text().size(), 7000u);
}

TEST_F(InputWindowTest, counts_lines_and_bytes_of_any_stretch) {
  InputWindow window(16, 8);
  ASSERT_EQ(refusal(window, "one\n\nthree\nlast of four"), "");
  const auto count = [&](std::uint64_t begin, std::uint64_t end) {
    window.seek(begin);
    const auto amount = window.count_until(end);
    return std::pair(amount.lines, amount.bytes);
  };
  EXPECT_EQ(count(0, 1000), std::pair(4UL, 23UL));
  EXPECT_EQ(count(0, 5), std::pair(2UL, 5UL));
  EXPECT_EQ(count(0, 6), std::pair(2UL, 6UL));  // the third line's end is in the next stretch
  EXPECT_EQ(count(6, 22), std::pair(1UL, 16UL));
  EXPECT_EQ(count(6, 23), std::pair(2UL, 17UL));
  EXPECT_EQ(count(6, 24), std::pair(2UL, 17UL));
  EXPECT_EQ(count(30, 40), std::pair(0UL, 0UL));
}

TEST_F(InputWindowTest, refuses_what_is_empty_or_binary) {
  InputWindow window;
  EXPECT_EQ(refusal(window, ""), "empty");
  EXPECT_EQ(refusal(window, std::string("x: 1\0y\n", 7)), "binary");
  EXPECT_EQ(refusal(window, std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", 20)), "binary");
}

TEST_F(InputWindowTest, takes_a_text_with_a_few_nul_bytes) {
  InputWindow window;
  EXPECT_EQ(refusal(window, numbered_lines(10) + std::string("\0\0\n", 3) + numbered_lines(10)), "");
  EXPECT_EQ(refusal(window, std::string("a,b\n1,2\n\0,\0\n", 12)), "");
}

}  // namespace
}  // namespace winnow::read
