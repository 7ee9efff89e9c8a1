#include "winnow/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace winnow::base {
namespace {

/// Optimal string alignment distance: the edit distance with swaps of neighbours, on three rolling rows.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

/// Matches `c` against the set that opens at pattern[at] == '['. Sets `at` past it. An unclosed '[' is
/// itself.
bool matches_set(std::string_view pattern, std::size_t& at, char c) {
  const auto close = pattern.find(']', at + 2);
  if (close == std::string_view::npos) return pattern[at++] == c;
  auto set = pattern.substr(at + 1, close - at - 1);
  at = close + 1;
  const bool negated = set.starts_with('!') || set.starts_with('^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (set[i] <= c && c <= set[i + 2]);
      i += 2;
    } else {
      found = found || set[i] == c;
    }
  }
  return found != negated;
}

/// Of a valid UTF-8 sequence.
char32_t code_point(std::string_view character) {
  constexpr std::array<unsigned, 5> lead_bits{0, 0x7f, 0x1f, 0x0f, 0x07};
  char32_t point = static_cast<unsigned char>(character.front()) & lead_bits[character.size()];
  for (const char c : character.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3fU);
  return point;
}

/// C0, DEL and C1 (ECMA-48), which terminals take for orders.
bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

struct Block {
  char32_t first;
  char32_t last;
};

/// The blocks of Unicode 15 whose characters are wide (UAX #11: W and F), or marks without a width of their
/// own (Mn, Cf); what is rare among them is not told apart.
constexpr std::array wide{Block{0x1100, 0x115f},   Block{0x2e80, 0x303e},   Block{0x3041, 0xa4cf},
                          Block{0xac00, 0xd7a3},   Block{0xf900, 0xfaff},   Block{0xfe30, 0xfe6f},
                          Block{0xff00, 0xff60},   Block{0xffe0, 0xffe6},   Block{0x1f300, 0x1f64f},
                          Block{0x1f680, 0x1f6ff}, Block{0x1f900, 0x1f9ff}, Block{0x20000, 0x3fffd}};
constexpr std::array combining{Block{0x0300, 0x036f}, Block{0x200b, 0x200f}, Block{0x20d0, 0x20ff},
                               Block{0xfe00, 0xfe0f}, Block{0xfe20, 0xfe2f}};

}  // namespace

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates,
                                 std::size_t at_most) {
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(word, candidate);
    if (distance <= limit) found.emplace_back(distance, candidate);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(at_most, found.size()); ++i)
    words.push_back(std::move(found[i].second));
  return words;
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    std::size_t after = p + 1;
    bool one = false;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size()) {
      if (pattern[p] == '[') {
        after = p;
        one = matches_set(pattern, after, text[t]);
      } else {
        one = pattern[p] == '?' || pattern[p] == text[t];
      }
    }
    if (one) {
      p = after;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string enumerate(std::span<const std::string> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and what is beyond U+10FFFF (RFC 3629, section 4).
  const auto second = static_cast<unsigned char>(length > 2 ? text[1] : 0);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
      (lead == 0xf4 && second > 0x8f)) {
    return 0;
  }
  return length;
}

std::size_t terminal_columns(std::string_view character) {
  const auto is_in = [point = code_point(character)](const Block& block) {
    return block.first <= point && point <= block.last;
  };
  if (std::ranges::any_of(combining, is_in)) return 0;
  return std::ranges::any_of(wide, is_in) ? 2 : 1;
}

std::string printable(std::string_view text, std::size_t width) {
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    const bool plain = length > 0 && !is_control(code_point(text.substr(0, length)));
    const auto piece = plain ? std::string(text.substr(0, length))
                             : fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    if (out.size() + piece.size() > width) return out + "…";
    out += piece;
    text.remove_prefix(plain ? length : 1);
  }
  return out;
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + '\'';
}

std::string with_commas(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

}  // namespace winnow::base
