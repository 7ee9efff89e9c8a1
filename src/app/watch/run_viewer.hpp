#pragma once
// Shows the run to those who look from outside: `winnow top`, `winnow runs`, monitoring systems. On rank 0.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/job/rank_use.hpp"
#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "app/watch/patrol.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/monitor/run_list.hpp"
#include "winnow/monitor/snapshot_server.hpp"
#include "winnow/report/run_view.hpp"
#include "winnow/watch/sampler.hpp"

namespace winnow::app {

/// In the list of the user's runs, and answering, from its construction to its end. Where that is not to be
/// had it says so once, and the run goes on unseen. One thread.
class RunViewer {
 public:
  /// All outlive it. `job` has begun. `started`: UTC, ISO 8601; `began`: by the clock.
  RunViewer(const Setting& setting, StudyJob& job, watch::Sampler& sampler, const Patrol& patrol,
            std::string started, base::Seconds began, const base::Clock& clock, base::Log& log);

  /// What was measured of another rank.
  void heard(int rank, const watch::Sample& sample) { samples_.insert_or_assign(rank, sample); }

  /// May be called often; takes at most four views a second.
  void observe(const farm::FarmStatus& status);

  /// The job's last word: how every task ended.
  void finish(const std::vector<farm::QueueStatus>& queues);

  /// What the run has taken in the end, by rank and by node.
  void conclude(const std::vector<RankUse>& uses, const std::vector<base::Bytes>& peaks);

  /// Whether somebody has asked for a checkpoint since the last call.
  [[nodiscard]] bool take_checkpoint_request() { return server_ && server_->take_checkpoint_request(); }

 private:
  base::Result<void> list();
  void view_nodes(const std::vector<farm::NodeStatus>& nodes);
  void view_alerts();
  void show(const std::vector<farm::QueueStatus>& queues, bool found_all);
  void publish();

  const Setting& setting_;
  const StudyJob& job_;
  watch::Sampler& sampler_;
  const Patrol& patrol_;
  const base::Seconds began_;
  const base::Clock& clock_;
  const std::vector<farm::Queue> queues_;
  const std::vector<std::string> node_names_;
  report::RunView view_;                  ///< as it was last shown
  std::map<int, watch::Sample> samples_;  ///< the latest of each rank that has told of itself
  base::Seconds next_;
  std::unique_ptr<monitor::SnapshotServer> server_;
  std::optional<monitor::RunListing> listing_;
};

/// The names of the plan's nodes, of which those that have the same are numbered: "n1", "n1#2".
[[nodiscard]] std::vector<std::string> node_names(const plan::Plan& plan);

/// The nodes of the plan at the end of a run, by what was measured of the ranks alive; `seen`: as they were
/// last seen, empty: never; `peaks`: of each node.
[[nodiscard]] std::vector<report::NodeView> nodes_at_end(const cluster::Cluster& cluster,
                                                         const plan::Plan& plan,
                                                         const std::vector<farm::NodeStatus>& seen,
                                                         const std::vector<RankUse>& uses,
                                                         const std::vector<base::Bytes>& peaks);

/// What was measured of a rank and its programs, and of its node.
[[nodiscard]] report::ProcessView process_of(int rank, const std::string& node, const watch::Sample& sample);
[[nodiscard]] report::HostView host_of(const std::string& node, const watch::Sample& sample);

/// Puts into `view` what was measured of ranks, and of the nodes of which they are the first; `nodes`: names.
void view_samples(const std::map<int, watch::Sample>& by_rank, const cluster::Cluster& cluster,
                  const std::vector<std::string>& nodes, report::RunView& view);

}  // namespace winnow::app
