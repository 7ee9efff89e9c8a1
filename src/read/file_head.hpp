#pragma once
// What the beginning of a csv or table says of the whole file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "read/record.hpp"
#include "winnow/base/error.hpp"

namespace winnow::read {

/// How a format's files may name their columns.
enum class HeaderStyle : std::uint8_t {
  first_record,
  first_comment  ///< a first line that is a comment of as many words as the first row
};

struct FileHead {
  std::vector<std::string> names;            ///< of the columns; none if there is no row to count them by
  std::optional<std::size_t> header;         ///< where the record begins that names them
  std::vector<std::vector<FieldText>> rows;  ///< the first ones
};

/// Looks at a file that begins with `text` (a byte order mark taken off), as far as the first row that has as
/// many fields as there are columns, and at some more such rows near the file's beginning. `names`
/// are those that the dialect gives. Nothing if more of the file must be seen; never so if `is_all`, which
/// says that no more can be had. Fails with the phrases of Reader::open.
[[nodiscard]] base::Result<std::optional<FileHead>> look_at_head(std::string_view text, bool at_end,
                                                                 bool is_all, const RecordGrammar& grammar,
                                                                 HeaderStyle style,
                                                                 const std::vector<std::string>& names);

}  // namespace winnow::read
