#pragma once
// Brings what is measured while a job runs before the judge of alerts, as often as each figure is worth it.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "app/watch/alert_watch.hpp"
#include "app/watch/heard_alerts.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/watch/sampler.hpp"

namespace winnow::app {

class Patrol {
 public:
  /// Of a rank. All outlive it; `log` must be thread-safe. `spawner`, null where none was started, runs the
  /// study's command.
  Patrol(const Setting& setting, int rank, program::Spawner* spawner, const base::Clock& clock,
         base::Log& log);

  /// On the sampler's thread, or after it.
  void sampled(const watch::Sample& sample, const watch::Sampler& sampler);

  /// No more tasks will run here: what memory does from now on is for the result.
  void work_ended(watch::Sampler& sampler);

  // On the main thread.

  /// While the farm runs, on a rank that leads its node: what the run takes there. May be called often.
  void weighed(base::Bytes memory);

  /// While the farm runs: what this rank has done so far. May be called often.
  void worked(const farm::WorkerRecord& work);

  /// That, where ranks are held against each other, if it is time to tell of it.
  [[nodiscard]] std::optional<farm::WorkerRecord> take_work();

  /// All alerts of this rank, if one has begun or ended since the last call.
  [[nodiscard]] std::optional<std::vector<RankAlert>> take_news();

  // On rank 0, on the main thread.

  /// All alerts of another rank.
  void heard(int rank, std::vector<RankAlert> alerts) { heard_.hear(rank, std::move(alerts)); }

  /// What another rank has done so far.
  void heard(const farm::WorkerRecord& work) { work_.insert_or_assign(work.rank, work); }

  /// Those of this rank, and those that others have told of.
  [[nodiscard]] std::vector<RankAlert> alerts() const;

  /// While the farm runs; may be called often.
  void observed(const farm::FarmStatus& status, StudyJob& job);

  /// The farm is at its end.
  void ended(const std::vector<farm::QueueStatus>& queues, const std::vector<farm::WorkerRecord>& workers,
             StudyJob& job);

  /// The job is finished: its inputs that were taken, and those that it rejected; both 0 if it has told of
  /// all while it ran.
  void finished(std::uint64_t accepted, std::uint64_t rejected);

  /// Before these tables are written.
  void writes(const std::vector<base::TableSource*>& tables);

  /// The nodes, as they were last seen; empty: never.
  [[nodiscard]] const std::vector<farm::NodeStatus>& nodes() const { return nodes_; }

  /// What the nodes lacked, if they did: a line each.
  [[nodiscard]] std::vector<std::string> shortages() const;

  /// \collective A last look at what this rank has written, then, on rank 0, the alerts of all, and what was
  /// heard of those of lost ranks.
  [[nodiscard]] RunAlerts conclude(base::Team& team);

 private:
  void judge(const watch::Sample& sample, const watch::Sampler& sampler);
  void watch_spawner();
  void look_closely(const watch::Sampler& sampler, base::Seconds now);
  void judge_storage(base::Seconds now);
  void judge_ranks();
  [[nodiscard]] bool work_is_due();
  void judge_progress(const std::vector<farm::QueueStatus>& queues, StudyJob& job);

  const Setting& setting_;
  const int rank_;
  const program::Spawner* spawner_;  ///< null where there is none, or none any more; the sampler's thread's
  const base::Clock& clock_;
  base::Log& log_;
  const std::filesystem::path result_folder_;
  const std::filesystem::path checkpoint_folder_;
  AlertWatch alerts_;
  std::atomic<bool> works_ = true;
  bool has_failed_ = false;              ///< the sampler's thread's: it has warned of that
  base::Seconds close_look_due_;         ///< likewise
  base::Seconds observation_due_;        ///< this and what follows are the main thread's
  std::vector<farm::NodeStatus> nodes_;  ///< as they were last seen
  base::Buffer told_;                    ///< of this rank's alerts
  HeardAlerts heard_;
  std::map<int, farm::WorkerRecord> work_;  ///< of ranks, as known: on another rank than 0, of itself
  base::Seconds work_due_;                  ///< to tell of it, on rank 0 to judge it
};

/// Throws base::Failure if the study has a command for alerts that cannot be run: it would be missed when it
/// is needed.
void check_hook(const study::Study& study);

/// Of what the plan predicts for a node, the part of its rank at `index`: of the base as much as any, of the
/// rest by its kernels.
[[nodiscard]] base::Bytes predicted_of_rank(const plan::NodePlan& plan, std::size_t index);

/// What that rank may take of the node's limit: such a part, and as much as any rank at least, for one
/// without kernels takes memory all the same.
[[nodiscard]] base::Bytes limit_of_rank(const plan::NodePlan& plan, std::size_t index);

/// What the tables take in a file at most.
[[nodiscard]] base::Bytes size_of(const std::vector<base::TableSource*>& tables);

}  // namespace winnow::app
