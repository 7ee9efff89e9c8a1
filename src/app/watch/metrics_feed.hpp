#pragma once
// What monitoring systems are told of a run, kept for whoever asks.

#include <mutex>
#include <string>

#include "winnow/base/clock.hpp"
#include "winnow/report/run_view.hpp"

namespace winnow::app {

/// From the first job of a run to the last. Thread-safe.
class MetricsFeed {
 public:
  /// `clock` tells since when the run goes on.
  MetricsFeed(std::string study, const base::Clock& clock);

  /// Where the run stands. What is counted never falls while the job is the same.
  void publish(report::RunView view);

  /// The run is over.
  void end();

  [[nodiscard]] report::RunView latest() const;

 private:
  const base::Seconds run_started_;  ///< since 1970
  mutable std::mutex mutex_;
  report::RunView latest_;  ///< under the mutex
};

}  // namespace winnow::app
