#include "winnow/base/text.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

const std::vector<std::string> keys{"group_by", "metrics", "statistics", "files", "format"};

TEST(Nearest, names_the_key_that_was_meant) {
  EXPECT_EQ(nearest("grup_by", keys), std::vector<std::string>{"group_by"});
  EXPECT_EQ(nearest("metrcis", keys), std::vector<std::string>{"metrics"});
  EXPECT_EQ(nearest("file", keys), std::vector<std::string>{"files"});
}

TEST(Nearest, stays_silent_when_nothing_is_near) {
  EXPECT_TRUE(nearest("memory", keys).empty());
}

TEST(Nearest, gives_the_best_first_and_no_more_than_asked_for) {
  const std::vector<std::string> words{"latency_med", "latency_avg", "latency_avs"};
  EXPECT_EQ(nearest("latency_avg", words, 2), (std::vector<std::string>{"latency_avg", "latency_avs"}));
}

TEST(Glob, matches_as_a_shell_does) {
  EXPECT_TRUE(matches_glob("latency_*", "latency_avg"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("a*b*c", "aXbYbZc"));
  EXPECT_TRUE(matches_glob("run?.[tc]sv", "run7.csv"));
  EXPECT_TRUE(matches_glob("[a-c][!0-9]", "bx"));
  EXPECT_FALSE(matches_glob("[a-c][!0-9]", "b7"));
  EXPECT_FALSE(matches_glob("latency_*", "delivery"));
  EXPECT_FALSE(matches_glob("a?", "a"));
  EXPECT_FALSE(matches_glob("", "a"));
}

TEST(Glob, takes_an_unclosed_bracket_as_itself) {
  EXPECT_TRUE(matches_glob("a[b", "a[b"));
  EXPECT_FALSE(matches_glob("a[b", "ab"));
}

TEST(Enumerate, joins_words_for_a_sentence) {
  EXPECT_EQ(enumerate({}), "");
  EXPECT_EQ(enumerate(std::vector<std::string>{"a"}), "a");
  EXPECT_EQ(enumerate(std::vector<std::string>{"a", "b", "c"}), "a, b and c");
}

TEST(Printable, escapes_control_bytes_and_broken_utf8) {
  EXPECT_EQ(printable("a\tb\x01"), "a\\x09b\\x01");
  EXPECT_EQ(printable("müde"), "müde");
  EXPECT_EQ(printable("\u009b2J\u00a0\x7f"), "\\xc2\\x9b2J\u00a0\\x7f") << "C1's CSI, a blank, DEL";
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
}

TEST(Printable, cuts_between_characters) {
  EXPECT_EQ(printable("abcdef", 3), "abc…");
  EXPECT_EQ(printable("aü", 2), "a…");
}

TEST(Trimmed, takes_blanks_off_both_ends_only) {
  EXPECT_EQ(trimmed(" \t a b \r\v\f\n"), "a b");
  EXPECT_EQ(trimmed(" \r"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(WithCommas, groups_by_three) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
}

TEST(ShellWord, is_read_by_a_shell_as_it_was) {
  EXPECT_EQ(shell_word("router=epidemic"), "router=epidemic");
  EXPECT_EQ(shell_word("-1.5e-07"), "-1.5e-07");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("x * 2"), "'x * 2'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("~/a"), "'~/a'");
}

}  // namespace
}  // namespace winnow::base
