#pragma once
// Values into the cells of a table.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/field_key.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/read/name_pattern.hpp"

namespace winnow::reduce {

/// `text` as a cell shows it: valid UTF-8 without control bytes, what is not so as \xNN. Gives `text` itself
/// where it is plain, else a view of `buffer`.
[[nodiscard]] std::string_view cell_text(std::string_view text, std::string& buffer);

/// No rows yet, of these variables.
[[nodiscard]] base::Block empty_block(const std::vector<base::Variable>& variables);

/// Appends one cell of `width` bytes, which must be enough, to cells of text.
void append_text(base::Cells& cells, std::string_view text, std::uint64_t width);

/// Appends one cell of the value's type.
void append_field(base::Cells& cells, const KeyValue& value, std::uint64_t width);

/// Appends one cell to cells of int64.
void append_count(base::Cells& cells, std::uint64_t count);

/// The coordinate of a field: its type and unit.
[[nodiscard]] base::Variable field_variable(const read::Field& field, std::uint64_t width);

/// A variable of text whose widest cell, on any rank, takes `width` bytes.
[[nodiscard]] base::Variable text_variable(std::string name, std::uint64_t width);

/// A variable of whole numbers from 0 on.
[[nodiscard]] base::Variable count_variable(std::string name, std::string meaning);

/// A float64 variable of a metric, with its unit and meaning where they are known.
[[nodiscard]] base::Variable metric_variable(std::string name, std::string_view metric);

/// \collective Tells the shape how many rows there are and which of them are this rank's: `own`, after those
/// of the ranks before it.
void place_slab(base::TableShape& shape, std::uint64_t own, base::Team& team);

}  // namespace winnow::reduce
