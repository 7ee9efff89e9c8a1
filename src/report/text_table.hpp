#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace winnow::report {

/// A column of a printed table.
struct TextColumn {
  std::string header;
  std::string unit;                ///< in brackets below the header
  bool right = true;               ///< aligned to the right, as numbers are
  bool key = false;                ///< one that labels rows: repeated in every block
  std::vector<std::string> cells;  ///< as many in every column
};

/// The columns side by side, fitted to `width`: what does not fit follows in further blocks, each with the
/// key columns before it. `gap`: the row before which `gap_line` stands, if it is not empty.
[[nodiscard]] std::string text_table(const std::vector<TextColumn>& columns, std::size_t width,
                                     std::size_t gap = 0, const std::string& gap_line = {});

}  // namespace winnow::report
