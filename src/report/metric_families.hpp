#pragma once
// What a run tells as prometheus-cpp takes it.

#include <prometheus/metric_family.h>

#include <vector>

#include "winnow/report/run_view.hpp"

namespace winnow::report {

/// The metrics that have a value, in the order of the list.
[[nodiscard]] std::vector<prometheus::MetricFamily> families_of(const RunView& run);

}  // namespace winnow::report
