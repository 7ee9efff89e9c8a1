#pragma once
// Rows of a batch, made of the fields of records.

#include <optional>
#include <string>
#include <string_view>

#include "read/column_layout.hpp"
#include "read/decimal.hpp"
#include "read/record.hpp"
#include "read/separator_index.hpp"
#include "read/value_parser.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {

/// Why a record is not taken, and the text that is to blame.
struct Refusal {
  std::string_view reason;
  std::string text;
};

class RowTaker {
 public:
  /// Doubled quotes are made plain in a store of `capacity` bytes, the most text that a batch is made of. All
  /// must outlive the taker.
  RowTaker(const ColumnLayout& layout, const ColumnRoles& roles, const ValueParser& values,
           std::size_t capacity)
      : layout_(layout), roles_(roles), values_(values), capacity_(capacity) {}

  /// Makes the batch empty, with room for as many rows as fit_rows() says.
  void begin(Batch& batch);

  /// The most rows of a batch, so that it stays small.
  [[nodiscard]] std::size_t fit_rows() const;

  /// Makes a row of a record, whose fields `field_at(i)` gives as FieldText. Otherwise leaves the batch as it
  /// is and says why.
  template <class FieldAt>
  std::optional<Refusal> take(FieldAt field_at, Position position, Batch& batch) {
    const auto row = batch.rows();
    double* value = in_first_column(batch.values, row);
    for (const auto& number : layout_.numbers()) {
      const FieldText field = field_at(number.field);
      const bool is_plain = values_.takes_numbers_as_they_are() && parse_plain_decimal(field.text, *value);
      if (!is_plain && !take_number(field, *value)) [[unlikely]]
        return refuse_number(number, field);
      value += batch.stride;
    }
    std::string_view* text = in_first_column(batch.keys, row);
    for (const auto& key : layout_.keys()) {
      const FieldText field = field_at(key.field);
      *text = field.text;
      if (field.has_doubles || key.type != FieldType::text) {
        if (!take_key(key.type, field, row, text)) [[unlikely]]
          return refuse_key(key, field);
      }
      text += batch.stride;
    }
    batch.positions.push_back(position);
    return std::nullopt;
  }

  /// Makes rows of lines of the index, from `first` up to `end`, that have a field for each column and begin
  /// at `position`. Gives the line that it did not get to: `end`, or one that take() refuses.
  std::size_t take_lines(const SeparatorIndex& index, std::size_t first, std::size_t end, Position position,
                         Batch& batch);

 private:
  /// Nowhere if there are no columns.
  template <class Value>
  static Value* in_first_column(std::vector<Value>& columns, std::size_t row) {
    return columns.empty() ? nullptr : columns.data() + row;
  }

  std::size_t take_numbers(const FieldColumn& fields, std::size_t lines, double* values) const;
  std::size_t take_keys(FieldType type, const FieldColumn& fields, std::size_t lines, std::size_t row,
                        std::string_view* texts);
  bool take_number(const FieldText& field, double& value) const;
  bool take_key(FieldType type, const FieldText& field, std::size_t row, std::string_view* text);
  [[nodiscard]] std::string_view without_doubles(const FieldText& field);
  [[nodiscard]] Refusal refuse_number(const ColumnLayout::Number& number, const FieldText& field) const;
  [[nodiscard]] Refusal refuse_key(const ColumnLayout::Key& key, const FieldText& field) const;

  const ColumnLayout& layout_;
  const ColumnRoles& roles_;
  const ValueParser& values_;
  std::size_t capacity_;
  std::string plain_;   ///< texts that had doubled quotes; it never moves while a batch is made
  FieldValue scratch_;  ///< for looking whether a key parses
};

}  // namespace winnow::read
