#pragma once
// Field values as bytes that stand in the values' order, so that groups can be hashed, sorted and split
// between ranks without knowing what their fields are.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "winnow/read/name_pattern.hpp"

namespace winnow::reduce {

/// Appends one value. Keys of the same types compare (as unsigned bytes) like their tuples of values: numbers
/// by size, text by bytes. Text must hold no NUL, which no path does; a number must not be NaN.
void append_to_key(const read::FieldValue& value, std::string& key);

/// A field's value as it lies in a key: text looks into the key.
using KeyValue = std::variant<std::int64_t, double, std::string_view>;

/// Takes the first value, of `type`, off the front of what append_to_key() made.
[[nodiscard]] KeyValue take_from_key(read::FieldType type, std::string_view& key);

}  // namespace winnow::reduce
