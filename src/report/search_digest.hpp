#pragma once
// What searches have found, at a glance.

#include <string>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// Of each problem the best with its parameters and what gives it again, its failures by kind, its traffic
/// and how it converged; of several problems first their bests, side by side. Empty if the file has no
/// search.
[[nodiscard]] base::Result<std::string> search_digest(const store::ResultFile& file);

}  // namespace winnow::report
