#pragma once
// What a run has warned of, in its result file and in its closing words.

#include <memory>
#include <vector>

#include "app/watch/alert_watch.hpp"
#include "winnow/base/table.hpp"
#include "winnow/report/summary.hpp"

namespace winnow::app {

/// run/alerts: a row an alert, in the order in which they began; `ended` is NaN for those that never did. Its
/// attribute `unkept` is the number of those that have no row.
[[nodiscard]] std::unique_ptr<base::TableSource> alerts_table(const RunAlerts& alerts);

/// How many there are, and in words the kinds of them that matter most: first those that are critical, then
/// those that never ended, then the most frequent. Of several of a kind, whoever they are of, it is the
/// worst, with their number.
[[nodiscard]] report::Summary::Alerts told_of(const RunAlerts& alerts);

}  // namespace winnow::app
