#pragma once
// Lets others look at the run from outside: what `winnow top` and `winnow runs` show. On rank 0.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/run/study_job.hpp"
#include "app/setting.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/monitor/run_list.hpp"
#include "winnow/monitor/snapshot_server.hpp"

namespace winnow::app {

/// In the list of the user's runs, and answering, from its construction to its end. Where that is not to be
/// had it says so once, and the run goes on unseen.
class RunPublisher {
 public:
  /// All outlive it. `started`: UTC, ISO 8601; `began`: by the clock.
  RunPublisher(const Setting& setting, StudyJob& job, std::string started, base::Seconds began,
               const base::Clock& clock, base::Log& log);

  /// May be called often; takes at most four snapshots a second.
  void observe(const farm::FarmStatus& status);

  /// Whether somebody has asked for a checkpoint since the last call.
  [[nodiscard]] bool take_checkpoint_request() { return server_ && server_->take_checkpoint_request(); }

 private:
  base::Result<void> open();
  [[nodiscard]] monitor::Snapshot snapshot(const farm::FarmStatus& status) const;

  const Setting& setting_;
  const StudyJob& job_;
  const std::string name_;  ///< of the job
  const std::vector<farm::Queue> queues_;
  const std::string started_;
  const base::Seconds began_;
  const base::Clock& clock_;
  base::Seconds next_{0};
  std::unique_ptr<monitor::SnapshotServer> server_;
  std::optional<monitor::RunListing> listing_;
};

}  // namespace winnow::app
