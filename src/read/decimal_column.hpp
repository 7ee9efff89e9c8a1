#pragma once
// Columns of numbers, read by the widest instructions that the processor has.

#include <cstddef>

#include "read/field_column.hpp"

namespace winnow::read {

/// Reads the fields of the lines from `first` up to `end`, each into values[line]: plain decimals as of
/// parse_plain_decimal, correctly rounded. Stops at the first field that it does not take, which may be a
/// number all the same, and gives its line; `end` if it takes all.
[[nodiscard]] std::size_t parse_decimals(const FieldColumn& fields, std::size_t first, std::size_t end,
                                         double* values);

/// The same without any but the instructions that each processor has.
[[nodiscard]] std::size_t parse_decimals_plainly(const FieldColumn& fields, std::size_t first,
                                                 std::size_t end, double* values);

}  // namespace winnow::read
