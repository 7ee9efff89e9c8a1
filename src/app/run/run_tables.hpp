#pragma once
// The group `run/` of a result file: what differs from run to run, and is no part of the answer.

#include <memory>
#include <string>
#include <vector>

#include "app/job/rank_use.hpp"
#include "app/run/rank_traffic.hpp"
#include "app/watch/alert_watch.hpp"
#include "app/watch/compression_advice.hpp"
#include "app/watch/reclaim_watch.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/report/queue_tasks.hpp"
#include "winnow/watch/operation_statistics.hpp"

namespace winnow::app {

/// What is known of a run when it is written down.
struct RunFacts {
  const cluster::Cluster& cluster;
  const plan::Plan& plan;
  const std::vector<farm::WorkerRecord>& workers;  ///< on rank 0
  std::vector<report::QueueTasks> queues;          ///< on rank 0
  std::vector<base::Bytes> peaks;                  ///< of each node's ranks together, as in the cluster
  std::vector<RankUse> uses;                       ///< of the ranks that are left
  std::string command;                             ///< that the run was started with
  std::string started;                             ///< ISO 8601
  base::Seconds elapsed;
  std::string checkpoint;                                   ///< path of the folder
  std::vector<base::Attribute> made_of;                     ///< what the job says of its inputs
  bool is_whole = true;                                     ///< it was not stopped early
  RunAlerts alerts = {};                                    ///< on rank 0: of all ranks that are left
  std::vector<watch::OperationStatistics> operations = {};  ///< of all ranks together; empty: not measured
  Reclaims reclaims = {};                                   ///< on rank 0: of all ranks that are left
  std::vector<LevelEstimate> levels = {};                   ///< on rank 0: of compression, where it matters
  ResultWriting writing = {};                               ///< likewise
  std::string compression = "auto";                         ///< of the result, as the study says it
  std::vector<RankTraffic> traffic = {};                    ///< of the ranks that are left
  std::vector<farm::NodeStatus> nodes = {};  ///< on rank 0: as they were last seen; empty: never
};

/// run/plan, run/workers, run/queues, run/messages, run/memory, run/nodes, run/alerts, run/reclaims,
/// run/performance where operations were measured, and run/compression where the result is so large that it
/// matters.
[[nodiscard]] std::vector<std::unique_ptr<base::TableSource>> run_tables(const RunFacts& facts);

/// The attributes of run/provenance.
[[nodiscard]] std::vector<base::Attribute> provenance(const RunFacts& facts);

}  // namespace winnow::app
