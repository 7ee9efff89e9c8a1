#include "read/row_taker.hpp"

#include <algorithm>

#include "read/decimal_column.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t batch_memory = std::size_t{256} << 10;
constexpr std::size_t fewest_rows = 16;
constexpr std::size_t most_rows = 4096;

/// At a line's end it is a part of the newline.
void drop_carriage_return(std::string_view& text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
}

}  // namespace

std::size_t RowTaker::fit_rows() const {
  const auto row = sizeof(Position) + layout_.numbers().size() * sizeof(double) +
                   layout_.keys().size() * sizeof(std::string_view);
  return std::clamp(batch_memory / row, fewest_rows, most_rows);
}

void RowTaker::begin(Batch& batch) {
  const auto rows = fit_rows();
  batch.columns.clear();
  for (const auto& number : layout_.numbers()) batch.columns.push_back(number.column);
  batch.values.resize(layout_.numbers().size() * rows);
  batch.keys.resize(layout_.keys().size() * rows);
  batch.stride = rows;
  batch.positions.clear();
  batch.positions.reserve(rows);
  batch.rejections.clear();
  batch.tally = {};
  plain_.clear();
}

// A column after the other, so that what is done with each field is a short loop. Each goes as far as those
// before it came, so that all rows are whole in the end.
std::size_t RowTaker::take_lines(const SeparatorIndex& index, std::size_t first, std::size_t end,
                                 Position position, Batch& batch) {
  const auto row = batch.rows();
  auto lines = end - first;
  double* values = in_first_column(batch.values, row);
  for (const auto& number : layout_.numbers()) {
    lines = take_numbers(index.column(first, number.field), lines, values);
    values += batch.stride;
  }
  std::string_view* texts = in_first_column(batch.keys, row);
  for (const auto& key : layout_.keys()) {
    lines = take_keys(key.type, index.column(first, key.field), lines, row, texts);
    if (key.field + 1 == layout_.fields()) std::for_each_n(texts, lines, drop_carriage_return);
    texts += batch.stride;
  }
  batch.positions.resize(row + lines);
  for (std::size_t line = 0; line < lines; ++line) {
    batch.positions[row + line] = {position.line + line, position.byte + index.size(first, first + line)};
  }
  return first + lines;
}

/// Of that many lines, or of those up to one that has none.
std::size_t RowTaker::take_numbers(const FieldColumn& fields, std::size_t lines, double* values) const {
  for (std::size_t line = 0; line < lines; ++line) {
    if (values_.takes_numbers_as_they_are()) line = parse_decimals(fields, line, lines, values);
    if (line < lines && !take_number({fields[line]}, values[line])) return line;
  }
  return lines;
}

/// Of that many lines, or of those up to one that has none of the type; the first is of the row `row`.
std::size_t RowTaker::take_keys(FieldType type, const FieldColumn& fields, std::size_t lines, std::size_t row,
                                std::string_view* texts) {
  for (std::size_t line = 0; line < lines; ++line) {
    texts[line] = fields[line];
    const bool is_taken = type == FieldType::text || take_key(type, {fields[line]}, row + line, texts + line);
    if (!is_taken) return line;
  }
  return lines;
}

bool RowTaker::take_number(const FieldText& field, double& value) const {
  const auto number = values_.parse(base::trimmed(field.text));
  if (number) value = *number;
  return number.has_value();
}

/// The same text as in the row before need not be looked at again.
bool RowTaker::take_key(FieldType type, const FieldText& field, std::size_t row, std::string_view* text) {
  if (type == FieldType::text) {
    *text = without_doubles(field);
    return true;
  }
  *text = base::trimmed(field.text);
  return (row > 0 && text[-1] == *text) || parse_field(type, *text, scratch_);
}

std::string_view RowTaker::without_doubles(const FieldText& field) {
  if (plain_.capacity() < capacity_) plain_.reserve(capacity_);
  const auto begin = plain_.size();
  plain_ += field.plain();
  return std::string_view(plain_).substr(begin);
}

Refusal RowTaker::refuse_number(const ColumnLayout::Number& number, const FieldText& field) const {
  return {"not a number",
          roles_.names().name_of(number.column) + ": " + std::string(base::trimmed(field.text))};
}

Refusal RowTaker::refuse_key(const ColumnLayout::Key& key, const FieldText& field) const {
  const auto index = static_cast<std::size_t>(&key - layout_.keys().data());
  return {not_of_type(key.type), roles_.keys()[index].name + ": " + std::string(base::trimmed(field.text))};
}

}  // namespace winnow::read
