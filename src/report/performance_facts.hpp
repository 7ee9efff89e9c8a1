#pragma once

#include "report/performance_advice.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// What a result tells of its run for advice on its operations. What is not in the file, or cannot be read,
/// is not known.
[[nodiscard]] RunFacts run_facts(const store::ResultFile& file);

}  // namespace winnow::report
