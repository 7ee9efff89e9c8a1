#pragma once
// Field values as bytes that stand in the values' order, so that groups can be hashed, sorted and split
// between ranks without knowing what their fields are.

#include <string>
#include <string_view>

#include "winnow/read/name_pattern.hpp"

namespace winnow::reduce {

/// Appends one value. Keys of the same types compare (as unsigned bytes) like their tuples of values: numbers
/// by size, text by bytes. Text must hold no NUL, which no path does; a number must not be NaN.
void append_to_key(const read::FieldValue& value, std::string& key);

/// Takes the first value, of `type`, off the front of what append_to_key() made.
[[nodiscard]] read::FieldValue take_from_key(read::FieldType type, std::string_view& key);

}  // namespace winnow::reduce
