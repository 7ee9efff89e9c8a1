#pragma once
// Where the metrics of a run go, as its study says: to those who ask for them, and to a file.

#include <memory>

#include "app/watch/metrics_feed.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/report/metrics_file.hpp"
#include "winnow/report/metrics_server.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// On rank 0, from before the first job to after the last.
class MetricsOutlets {
 public:
  /// Whether the study asks for any.
  [[nodiscard]] static bool are_wanted(const study::Study& study);

  /// Clock and log, which is thread-safe, outlive it. Throws base::Failure if the port is taken or the file
  /// cannot be written.
  MetricsOutlets(const study::Study& study, const base::Clock& clock, base::Log& log);

  /// Says that the run is over, for the last time that the file is written.
  ~MetricsOutlets() { feed_.end(); }
  MetricsOutlets(const MetricsOutlets&) = delete;
  MetricsOutlets& operator=(const MetricsOutlets&) = delete;

  [[nodiscard]] MetricsFeed& feed() { return feed_; }

 private:
  MetricsFeed feed_;
  std::unique_ptr<report::MetricsServer> server_;  ///< null where it is not wanted
  std::unique_ptr<report::MetricsFile> file_;      ///< likewise
};

}  // namespace winnow::app
