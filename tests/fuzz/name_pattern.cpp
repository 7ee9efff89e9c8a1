// The first line as a name pattern, the rest as a path.

#include <algorithm>
#include <vector>

#include "fuzz/fuzzing.hpp"
#include "read/name_pattern_parser.hpp"
#include "winnow/read/name_pattern.hpp"

namespace winnow::fuzz {
namespace {

using Values = std::vector<read::FieldValue>;

/// Matches by trying every length of every field, the shortest first.
bool match_slowly(const read::PatternPieces& pattern, std::size_t index, std::string_view text,
                  Values& values) {
  if (index == pattern.pieces.size()) return text.empty();
  const auto& [type, slot, tail] = pattern.pieces[index];
  for (std::size_t size = slot ? 1 : 0; size <= text.size(); ++size) {
    const auto field = text.substr(0, size);
    if (field.find('/') != std::string_view::npos) return false;
    if (!text.substr(size).starts_with(tail)) continue;
    if (slot && !read::parse_field(type, field, values[*slot])) continue;
    if (match_slowly(pattern, index + 1, text.substr(size + tail.size()), values)) return true;
  }
  return false;
}

std::string_view last_components(std::string_view path, std::ptrdiff_t slashes) {
  while (std::ranges::count(path, '/') > slashes) path.remove_prefix(path.find('/') + 1);
  return path;
}

bool matches_slowly(std::string_view pattern_text, std::string_view path, Values& values) {
  const auto pattern = *read::take_apart(pattern_text);
  const auto text = last_components(path, std::ranges::count(pattern_text, '/'));
  values.resize(pattern.fields.size());
  return text.starts_with(pattern.head) && match_slowly(pattern, 0, text.substr(pattern.head.size()), values);
}

void check_name_pattern(std::string_view input) {
  const auto pattern_text = input.substr(0, input.find('\n'));
  const auto path = input.substr(std::min(pattern_text.size() + 1, input.size()));
  const auto pattern = read::NamePattern::parse(pattern_text);
  if (!pattern) {
    const auto column = pattern.error().place.column;
    require(1 <= column && column <= pattern_text.size() + 1, "a problem has its place in the pattern");
    return;
  }
  Values values;
  const bool matched = pattern->match(path, values);
  constexpr std::size_t longest_to_try = 40;  // slowly: the time is exponential in the number of fields
  constexpr std::size_t most_fields_to_try = 5;
  const auto fields = std::ranges::count(pattern_text, '{');
  if (path.size() > longest_to_try || fields > static_cast<std::ptrdiff_t>(most_fields_to_try)) return;
  Values expected;
  require(matched == matches_slowly(pattern_text, path, expected), "what matches slowly matches");
  require(!matched || values == expected, "fields are as short as may be");
}

}  // namespace
}  // namespace winnow::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::check_name_pattern({reinterpret_cast<const char*>(data), size});
  return 0;
}
