#pragma once
// A table as CSV (RFC 4180), for spreadsheets and scripts.

#include <iosfwd>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// Writes the table in `group`: a header line and a line a row, ended by CRLF. Coordinates come first; a
/// variable over a second dimension gives one column a label, "<variable>_<label>". Numbers are the shortest
/// text that reads back to the same value; NaN is an empty field. Rows are read in bounded pieces. Fails if
/// there is no such table or `out` fails.
[[nodiscard]] base::Result<void> export_csv(const store::ResultFile& file, std::string_view group,
                                            std::ostream& out);

}  // namespace winnow::report
