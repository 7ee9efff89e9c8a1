#pragma once
// What monitoring systems are told of a run: gathered where it is known, kept for whoever asks.

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/report/run_metrics.hpp"
#include "winnow/watch/sample.hpp"

namespace winnow::app {

/// The main thread of rank 0 says where the run stands; any thread may ask.
class MetricsFeed {
 public:
  /// Adds what the job and its rank know themselves.
  using Describe = std::function<void(report::RunMetrics&)>;

  /// `clock` outlives it.
  MetricsFeed(std::string study, const base::Clock& clock);

  /// The job `stage` begins. `plan` outlives it.
  void begin(std::string stage, const plan::Plan& plan, std::vector<farm::Queue> queues);

  /// May be called often; takes at most four states a second.
  void observe(const farm::FarmStatus& status, const Describe& describe);

  /// The job's last word: how every task ended.
  void finish(const std::vector<farm::QueueStatus>& queues, const Describe& describe);

  /// The run is over.
  void end();

  [[nodiscard]] report::RunMetrics latest() const;

 private:
  void count_tasks(const std::vector<farm::QueueStatus>& queues);
  void view_nodes(const std::vector<farm::NodeStatus>& nodes);
  void publish();

  const base::Clock& clock_;
  base::Seconds next_;
  const plan::Plan* plan_ = nullptr;
  std::vector<farm::Queue> queues_;
  std::vector<std::string> node_names_;
  report::RunMetrics draft_;
  mutable std::mutex mutex_;
  report::RunMetrics published_;  ///< under the mutex
};

/// The names of the plan's nodes, of which those that have the same are numbered: "n1", "n1#2".
[[nodiscard]] std::vector<std::string> node_names(const plan::Plan& plan);

/// What was measured of a rank and its programs, and of its node.
[[nodiscard]] report::RunMetrics::Process process_of(int rank, const std::string& node,
                                                     const watch::Sample& sample);
[[nodiscard]] report::RunMetrics::Host host_of(const std::string& node, const watch::Sample& sample);

}  // namespace winnow::app
