#include "read/table_grammar.hpp"

#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

using Kind = Record::Kind;

bool is_gap(char byte) {
  return byte == ' ' || byte == '\t';
}

void split_words(std::string_view line, std::vector<FieldText>& words) {
  words.clear();
  const char* at = line.data();
  const char* const end = at + line.size();
  for (;;) {
    while (at != end && is_gap(*at)) ++at;
    if (at == end) return;
    const char* const begin = at;
    while (at != end && !is_gap(*at)) ++at;
    words.push_back({{begin, static_cast<std::size_t>(at - begin)}});
  }
}

}  // namespace

Record TableGrammar::scan(std::string_view text, bool at_end, std::vector<FieldText>& fields) const {
  const auto newline = text.substr(0, longest_record() + 1).find('\n');
  if (newline == std::string_view::npos) {
    if (text.size() > longest_record()) return broken(text, at_end, "line too long");
    if (!at_end) return {};
  }
  const auto line = text.substr(0, newline);
  const auto size = line.size() + (newline == std::string_view::npos ? 0 : 1);
  auto body = base::trimmed(line);
  const bool is_comment = body.starts_with('#');
  if (is_comment) body.remove_prefix(1);
  split_words(body, fields);
  if (is_comment || body.empty()) return {Kind::ignored, size, 1, nullptr};
  if (line.find('\0') != std::string_view::npos) return {Kind::broken, size, 1, "NUL byte"};
  return {Kind::row, size, 1, nullptr};
}

}  // namespace winnow::read
