#pragma once
// Telling csv and tables apart, and from other files, by how they begin.

#include <optional>

#include "read/format_reader.hpp"

namespace winnow::read {

/// The delimiter that the dialect names.
[[nodiscard]] std::optional<char> given_delimiter(const Dialect& dialect);

/// The delimiter, the dialect's or that of , ; tab |, that parts most of the first records into as many
/// fields as the header, two at least, which are not all numbers (or into as many as the dialect names). The
/// one of the most fields if there are several.
[[nodiscard]] std::optional<char> fitting_delimiter(const Start& start, const Dialect& dialect);

/// True if most of the first rows have as many words as the first one, and that has a number.
[[nodiscard]] bool fits_table(const Start& start, const Rules& rules);

/// True of what fits a table, and is one even if it fits csv, too: it begins with a comment or with a number
/// between blanks, which no header would.
[[nodiscard]] bool is_rather_table(const Start& start, const Rules& rules);

}  // namespace winnow::read
