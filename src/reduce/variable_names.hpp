#pragma once
// Names of metrics as names of variables in a table.

#include <set>
#include <span>
#include <string>
#include <vector>

namespace winnow::reduce {

/// A name for each of `metrics`, in their order, that HDF5 and netCDF take and that is neither in `taken` nor
/// given twice: the metric's own where possible. What cannot stand in a name becomes '_', and what is taken
/// gets "metric_" in front.
[[nodiscard]] std::vector<std::string> variable_names(std::span<const std::string> metrics,
                                                      std::set<std::string> taken);

}  // namespace winnow::reduce
