#pragma once
// What whoever reads wants of a file's columns.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/read/field.hpp"

namespace winnow::read {

/// A column that rows are told apart by.
struct KeyColumn {
  std::string name;
  FieldType type = FieldType::text;
};

/// Whether a column is wanted for its numbers.
enum class Wish : std::uint8_t {
  no,
  if_numbers,  ///< left out in a file whose first rows hold text there
  by_name      ///< asked for by its name: where it is text, its rows are rejected
};

/// A column that is neither a key nor wanted is not parsed: nothing in it can be wrong. A key is wanted for
/// its numbers, too, only if it is asked for by name.
struct Wanted {
  /// Asked once for each column's name, never for each row. Empty: every column, if it has numbers.
  std::function<Wish(std::string_view column)> numbers;
  std::vector<KeyColumn> keys;  ///< their names differ
};

}  // namespace winnow::read
