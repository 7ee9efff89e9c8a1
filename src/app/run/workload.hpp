#pragma once
// What the work of a study's job looks like to the plan.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/plan/plan.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// Of the study's `job` as a run of its own, without what was learned of it.
[[nodiscard]] plan::Workload workload_of(const study::Study& study, std::string_view job);

/// Of a run's `jobs` the one with this index, likewise. Ranks keep some of the memory of those before: what
/// it takes behind them is learned by itself.
[[nodiscard]] plan::Workload workload_of(const study::Study& study, const std::vector<std::string>& jobs,
                                         std::size_t index);

}  // namespace winnow::app
