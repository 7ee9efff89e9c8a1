#include "read/format_look.hpp"

#include <algorithm>

#include "read/csv_grammar.hpp"
#include "read/number.hpp"
#include "read/table_grammar.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t records_looked_at = 8;
constexpr std::string_view usual_delimiters = ",;\t|";

/// What the first rows of a file are like.
struct Rows {
  std::vector<std::string> first;  ///< the fields of the first row
  std::size_t seen = 0;
  std::size_t like_first = 0;  ///< that have as many fields

  [[nodiscard]] bool agree() const { return seen > 0 && 2 * like_first > seen; }
};

Rows first_rows(const Start& start, const RecordGrammar& grammar) {
  Rows rows;
  std::vector<FieldText> fields;
  for (auto text = start.text; !text.empty() && rows.seen < records_looked_at;) {
    const auto record = grammar.scan(text, start.is_whole, fields);
    if (record.size == 0) break;
    text.remove_prefix(record.size);
    if (record.kind != Record::Kind::row) continue;
    if (rows.seen == 0) {
      for (const auto& field : fields) rows.first.emplace_back(base::trimmed(field.text));
    }
    ++rows.seen;
    if (fields.size() == rows.first.size()) ++rows.like_first;
  }
  return rows;
}

bool is_number(const std::string& text) {
  return parse_number(text).has_value();
}

bool fits_csv(const Rows& rows, const std::vector<std::string>& names) {
  if (!rows.agree()) return false;
  if (!names.empty()) return rows.first.size() == names.size();
  return rows.first.size() > 1 && !std::ranges::all_of(rows.first, is_number);
}

Rows first_table_rows(const Start& start, const Rules& rules) {
  return first_rows(start, TableGrammar(rules.dialect));
}

}  // namespace

std::optional<char> given_delimiter(const Dialect& dialect) {
  if (dialect.delimiter == "auto") return std::nullopt;
  return dialect.delimiter.front();
}

std::optional<char> fitting_delimiter(const Start& start, const Dialect& dialect) {
  const auto given = given_delimiter(dialect);
  const std::string candidates = given ? std::string(1, *given) : std::string(usual_delimiters);
  std::optional<char> best;
  std::size_t most_fields = 0;
  for (const char delimiter : candidates) {
    const auto rows = first_rows(start, CsvGrammar(delimiter, dialect));
    if (!fits_csv(rows, dialect.names) || rows.first.size() <= most_fields) continue;
    best = delimiter;
    most_fields = rows.first.size();
  }
  return best;
}

bool fits_table(const Start& start, const Rules& rules) {
  const auto rows = first_table_rows(start, rules);
  const auto& names = rules.dialect.names;
  if (!rows.agree() || (!names.empty() && rows.first.size() != names.size())) return false;
  return std::ranges::any_of(rows.first,
                             [&](const auto& word) { return rules.values.parse(word).has_value(); });
}

bool is_rather_table(const Start& start, const Rules& rules) {
  if (!rules.dialect.names.empty() || !fits_table(start, rules)) return false;
  return start.text.starts_with('#') || std::ranges::any_of(first_table_rows(start, rules).first, is_number);
}

}  // namespace winnow::read
