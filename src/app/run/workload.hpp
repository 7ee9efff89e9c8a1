#pragma once
// What the work of a study's job looks like to the plan.

#include <string>
#include <string_view>

#include "winnow/plan/plan.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// Of the study's `job`, without what was learned of it.
[[nodiscard]] plan::Workload workload_of(const study::Study& study, std::string_view job);

}  // namespace winnow::app
