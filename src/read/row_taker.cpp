#include "read/row_taker.hpp"

#include <algorithm>

#include "read/number.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t batch_memory = std::size_t{256} << 10;
constexpr std::size_t fewest_rows = 16;
constexpr std::size_t most_rows = 4096;

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

bool RowTaker::take_number(const FieldText& field, double& value) const {
  const auto number = values_.parse(trimmed(field.text));
  if (number) value = *number;
  return number.has_value();
}

/// The same text as in the row before need not be looked at again.
bool RowTaker::take_key(FieldType type, const FieldText& field, std::size_t row, std::string_view* text) {
  if (type == FieldType::text) {
    *text = without_doubles(field);
    return true;
  }
  *text = trimmed(field.text);
  return (row > 0 && text[-1] == *text) || parse_field(type, *text, scratch_);
}

std::string_view RowTaker::without_doubles(const FieldText& field) {
  if (plain_.capacity() < capacity_) plain_.reserve(capacity_);
  const auto begin = plain_.size();
  plain_ += field.plain();
  return std::string_view(plain_).substr(begin);
}

Refusal RowTaker::refuse_number(const ColumnLayout::Number& number, const FieldText& field) const {
  return {"not a number", roles_.names().name_of(number.column) + ": " + std::string(trimmed(field.text))};
}

Refusal RowTaker::refuse_key(const ColumnLayout::Key& key, const FieldText& field) const {
  const auto index = static_cast<std::size_t>(&key - layout_.keys().data());
  return {not_of_type(key.type), roles_.keys()[index].name + ": " + std::string(trimmed(field.text))};
}

}  // namespace winnow::read
