#pragma once
// Small services for text that several rooms need.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::base {

/// The candidates nearest to `word` by edit distance (insertions, deletions, substitutions and swaps of
/// neighbours), best first: at most `at_most` of those within a third of the word's length (at least 1).
[[nodiscard]] std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates,
                                               std::size_t at_most = 3);

/// True if `text` matches the shell pattern of `*` (any run), `?` (any one) and `[abc]`, `[a-z]`, `[!x]`.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

/// "a, b and c".
[[nodiscard]] std::string enumerate(std::span<const std::string> words);

/// UTF-8's, which some programs write before all text.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

[[nodiscard]] constexpr std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

/// True for space, tab, line feed, vertical tab, form feed and carriage return, in every locale.
[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// `text` without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Length of the valid UTF-8 sequence at the front of `text`, which is not empty; 0 where there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// The columns that a character, as utf8_length() tells one, takes on a terminal: 2 if it is wide, 0 if it
/// combines with the one before.
[[nodiscard]] std::size_t terminal_columns(std::string_view character);

/// Text fit for one line of a report: control characters and invalid UTF-8 as \xNN, cut to `width` bytes with
/// "…".
[[nodiscard]] std::string printable(std::string_view text, std::size_t width = 120);

/// `text` as one word of a POSIX shell's command line (POSIX.1-2017, XCU 2.2), quoted only where it must be.
[[nodiscard]] std::string shell_word(std::string_view text);

/// 1234567 as "1,234,567".
[[nodiscard]] std::string with_commas(std::uint64_t number);

}  // namespace winnow::base
