#pragma once

#include <span>
#include <string>

namespace winnow::report {

/// Counts as a row of bars, "▁▃█▂": a bar a count, or where there are more than 20 counts, a bar for as many
/// neighbours as it takes. The fullest is of full height, an empty one a blank, and any other at least the
/// lowest; nothing but blanks if all are empty.
[[nodiscard]] std::string sparkline(std::span<const double> counts);

}  // namespace winnow::report
