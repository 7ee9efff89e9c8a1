#pragma once

#include <cstddef>
#include <string>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// Where a run's time went and what it moved, with advice on the three largest, within `width` columns. Fails
/// if nothing was measured.
[[nodiscard]] base::Result<std::string> show_performance(const store::ResultFile& file, std::size_t width);

}  // namespace winnow::report
