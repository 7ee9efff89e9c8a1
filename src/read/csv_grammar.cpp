#include "read/csv_grammar.hpp"

#include <algorithm>

#include "read/find_bytes.hpp"

namespace winnow::read {
namespace {

using Kind = Record::Kind;

constexpr std::size_t nowhere = std::string_view::npos;

/// The size of a blank line at the beginning of `text`; 0: there is none, or not yet.
std::size_t blank_line(std::string_view text, bool at_end) {
  if (text.front() == '\n') return 1;
  if (text.starts_with("\r\n")) return 2;
  return at_end && text == "\r" ? 1 : 0;
}

}  // namespace

/// A record, and its broken quoted field at most, and the three bytes that may have to be seen behind that.
std::size_t CsvGrammar::lookahead() const {
  return longest_record() + max_field_ + 4;
}

bool CsvGrammar::has_only_lines(std::string_view text) const {
  return text.find('"') == nowhere;
}

Record CsvGrammar::scan(std::string_view text, bool at_end, std::vector<FieldText>& fields) const {
  if (const auto blank = blank_line(text, at_end); blank > 0) return {Kind::ignored, blank, 1, nullptr};
  fields.clear();
  for (std::size_t at = 0;;) {
    auto& field = fields.emplace_back();
    const bool is_quoted = at < text.size() && text[at] == '"';
    const auto end = is_quoted ? scan_quoted(text, at, at_end, field) : scan_plain(text, at, at_end, field);
    switch (end.kind) {
      case FieldEnd::Kind::delimiter:
        at = end.at + 1;
        break;
      case FieldEnd::Kind::record: {
        const auto whole = text.substr(0, end.at);
        const auto newlines = static_cast<std::uint64_t>(std::ranges::count(whole, '\n'));
        const auto lines = newlines + (whole.ends_with('\n') ? 0 : 1);
        const bool has_nul = whole.find('\0') != nowhere;
        return {has_nul ? Kind::broken : Kind::row, end.at, lines, has_nul ? "NUL byte" : nullptr};
      }
      case FieldEnd::Kind::cut:
        return {};
      case FieldEnd::Kind::broken:
        return broken(text, at_end, end.reason);
    }
  }
}

CsvGrammar::FieldEnd CsvGrammar::scan_plain(std::string_view text, std::size_t at, bool at_end,
                                            FieldText& field) const {
  const auto end = find_either(text.substr(0, longest_record() + 1), at, delimiter_, '\n');
  if (end == nowhere) {
    if (text.size() > longest_record()) return {FieldEnd::Kind::broken, 0, "line too long"};
    if (!at_end) return {FieldEnd::Kind::cut};
  }
  field.text = text.substr(at, end - at);
  if (end != nowhere && text[end] == delimiter_) return {FieldEnd::Kind::delimiter, end};
  if (field.text.ends_with('\r')) field.text.remove_suffix(1);
  return {FieldEnd::Kind::record, end == nowhere ? text.size() : end + 1};
}

CsvGrammar::FieldEnd CsvGrammar::scan_quoted(std::string_view text, std::size_t at, bool at_end,
                                             FieldText& field) const {
  const auto first = at + 1;
  const auto seen = text.substr(0, first + max_field_ + 1);
  for (auto quote = seen.find('"', first);; quote = seen.find('"', quote + 2)) {
    if (quote == nowhere) {
      if (seen.size() == first + max_field_ + 1) return {FieldEnd::Kind::broken, 0, "quoted field too long"};
      return at_end ? FieldEnd{FieldEnd::Kind::broken, 0, "quote not closed"} : FieldEnd{FieldEnd::Kind::cut};
    }
    if (quote > longest_record()) return {FieldEnd::Kind::broken, 0, "line too long"};
    if (quote + 1 == text.size() && !at_end) return {FieldEnd::Kind::cut};
    if (quote + 1 < text.size() && text[quote + 1] == '"') {
      field.has_doubles = true;
      continue;
    }
    field.text = text.substr(first, quote - first);
    return behind_quote(text, quote + 1, at_end);
  }
}

CsvGrammar::FieldEnd CsvGrammar::behind_quote(std::string_view text, std::size_t at, bool at_end) const {
  const auto rest = text.substr(at, 2);
  if (rest.starts_with(delimiter_)) return {FieldEnd::Kind::delimiter, at};
  if (rest.starts_with('\n')) return {FieldEnd::Kind::record, at + 1};
  if (rest == "\r\n") return {FieldEnd::Kind::record, at + 2};
  if (rest.empty() || rest == "\r") {
    return at_end ? FieldEnd{FieldEnd::Kind::record, text.size()} : FieldEnd{FieldEnd::Kind::cut};
  }
  return {FieldEnd::Kind::broken, 0, "text after a quote"};
}

}  // namespace winnow::read
