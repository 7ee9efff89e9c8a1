#pragma once
// Aligned columns of text.

#include <string>
#include <vector>

namespace winnow::plan {

/// Rows of cells, the columns padded to their widest cell and parted by two blanks; a line each, none with
/// blanks at its end. Cells of a column listed in `right` stand at its right edge.
[[nodiscard]] std::string columns(const std::vector<std::vector<std::string>>& rows,
                                  const std::vector<std::size_t>& right = {});

}  // namespace winnow::plan
