#include "read/column_layout.hpp"

#include <algorithm>
#include <string_view>

#include "read/number.hpp"
#include "read/reasons.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

bool has_repeated(const std::vector<std::string>& names) {
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::ranges::sort(sorted);
  return std::ranges::adjacent_find(sorted) != sorted.end();
}

/// True if the column holds something, and nothing that is a number or was written as one.
bool is_text(const FileHead& head, std::size_t field, const ValueParser& values) {
  bool has_words = false;
  for (const auto& row : head.rows) {
    const auto text = base::trimmed(row[field].text);
    const auto value = values.parse(text);
    if (value ? *value == *value : is_refused_number(text)) return false;
    has_words = has_words || !value;
  }
  return has_words;
}

}  // namespace

base::Result<void> ColumnLayout::fit(const FileHead& head, ColumnRoles& roles, const ValueParser& values) {
  fields_ = head.names.size();
  numbers_.clear();
  keys_.clear();
  text_columns_.clear();
  if (fields_ > most_columns) return base::fail("too many columns");
  if (has_repeated(head.names)) return base::fail("repeated column");
  for (std::uint32_t i = 0; i < fields_; ++i) {
    const auto id = roles.names().id_of(head.names[i]);
    const auto wish = roles.of(id).numbers;
    const bool is_left_out = wish == Wish::if_numbers && is_text(head, i, values);
    if (is_left_out) text_columns_.push_back(id);
    if (wish == Wish::by_name || (wish == Wish::if_numbers && !is_left_out)) numbers_.push_back({i, id});
  }
  return find_keys(head, roles.keys());
}

base::Result<void> ColumnLayout::find_keys(const FileHead& head, const std::vector<KeyColumn>& wanted) {
  for (const auto& [name, type] : wanted) {
    const auto column = std::ranges::find(head.names, name);
    if (column == head.names.end()) return no_column(name);
    keys_.push_back({static_cast<std::uint32_t>(column - head.names.begin()), type});
  }
  return {};
}

}  // namespace winnow::read
