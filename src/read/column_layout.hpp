#pragma once
// Which fields of a file's records are taken, and what for.

#include <cstdint>
#include <vector>

#include "read/column_roles.hpp"
#include "read/file_head.hpp"
#include "read/value_parser.hpp"

namespace winnow::read {

class ColumnLayout {
 public:
  static constexpr std::size_t most_columns = 4096;

  struct Number {
    std::uint32_t field;  ///< index into a record's fields
    ColumnNames::Id column;
  };
  struct Key {
    std::uint32_t field;
    FieldType type;
  };

  /// Fits the layout to a file. Fails with the phrases of Reader::open.
  base::Result<void> fit(const FileHead& head, ColumnRoles& roles, const ValueParser& values);

  [[nodiscard]] std::size_t fields() const { return fields_; }  ///< of each record
  [[nodiscard]] const std::vector<Number>& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<Key>& keys() const { return keys_; }  ///< in the order wanted

  /// As Reader::text_columns().
  [[nodiscard]] const std::vector<ColumnNames::Id>& text_columns() const { return text_columns_; }

 private:
  base::Result<void> find_keys(const FileHead& head, const std::vector<KeyColumn>& wanted);

  std::size_t fields_ = 0;
  std::vector<Number> numbers_;
  std::vector<Key> keys_;
  std::vector<ColumnNames::Id> text_columns_;
};

}  // namespace winnow::read
