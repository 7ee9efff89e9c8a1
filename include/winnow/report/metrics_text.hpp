#pragma once
// A run in the words of monitoring systems.

#include <string>

#include "winnow/report/run_view.hpp"

namespace winnow::report {

/// In the text format that Prometheus reads (exposition format 0.0.4), each metric with its HELP and TYPE;
/// those without a value are left out.
[[nodiscard]] std::string metrics_text(const RunView& run);

}  // namespace winnow::report
