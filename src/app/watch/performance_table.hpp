#pragma once
// What time, input and output went to in a run, in its result file.

#include <memory>
#include <string>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/watch/operation_statistics.hpp"
#include "winnow/watch/profiler.hpp"

namespace winnow::app {

/// run/performance: a row an operation, those that took the most time of their own first. Times are those of
/// all threads of all ranks together. `compression` is what the study says of the result's.
[[nodiscard]] std::unique_ptr<base::TableSource> performance_table(
    std::vector<watch::OperationStatistics> operations, const std::string& compression);

/// \collective What is known of the operations of all ranks, on all of them. `profiler`: null: nothing is
/// measured.
[[nodiscard]] std::vector<watch::OperationStatistics> gather_operations(base::Team& team,
                                                                        const watch::Profiler* profiler);

}  // namespace winnow::app
