#pragma once
// A job of a study on this rank, from the farm to the written result: what is alike for all jobs.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "app/run/console.hpp"
#include "app/run/roll_call.hpp"
#include "app/run/run_tables.hpp"
#include "app/watch/node_memory.hpp"
#include "app/watch/patrol.hpp"
#include "app/watch/reclaim_watch.hpp"
#include "app/watch/run_viewer.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/watchdog.hpp"
#include "winnow/mpi/driver.hpp"
#include "winnow/mpi/session.hpp"
#include "winnow/mpi/team.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/watch/sampler.hpp"

namespace winnow::app {

/// How a job ended, the same on all ranks.
struct JobEnd {
  base::ExitStatus status = base::ExitStatus::done;
  std::vector<base::Attribute> made_of = {};  ///< what this job and those before it say of their inputs
  RunAlerts alerts = {};                      ///< likewise, on rank 0
  bool may_go_on = true;  ///< the next job of the study may begin: no rank is lost or hangs
};

class StudyRun {
 public:
  /// All outlive it; `clock` and `log` must be thread-safe. `channel`: a number of its own for each run in
  /// one session. `spawner`: what starts this rank's programs; null where none was started. `earlier`: alerts
  /// of the jobs before, on rank 0.
  StudyRun(const Setting& setting, std::shared_ptr<StudyJob> job, int channel, mpi::Session& session,
           const base::Clock& clock, base::Log& log, program::Spawner* spawner, RunAlerts earlier = {});

  /// \collective Throws a CommonFailure where there can be no result.
  JobEnd run();

 private:
  [[nodiscard]] bool is_root() const { return session_.everyone().rank() == 0; }
  mpi::FarmEnd farm_out(Console& console, std::optional<RunViewer>& viewer);
  base::Buffer take_note();
  void hear(const mpi::Note& words, RunViewer& viewer);
  void spare_threads();
  boost::mpi::communicator rally(const mpi::FarmEnd& end);
  JobEnd break_off(const mpi::FarmEnd& end);
  void refuse(base::Team& team, bool saved);
  void trace(base::Team& team);
  [[nodiscard]] std::unique_ptr<base::Watchdog> guard_rally(base::Seconds patience) const;
  [[nodiscard]] std::unique_ptr<RollCall> call_the_roll(const std::vector<int>& alive, base::Team& team);
  JobEnd conclude(const mpi::FarmEnd& end, Console& console, std::optional<RunViewer>& viewer);
  void write(JobResult& result, const boost::mpi::communicator& alive, RunFacts& facts);
  [[nodiscard]] store::CompressionTrial try_levels(const SampledTable& sampled, base::Team& team) const;
  void learn(const mpi::FarmEnd& end, const RunFacts& facts, bool is_whole, base::Team& team) const;
  [[nodiscard]] report::Summary summary_of(const RunFacts& facts) const;
  [[noreturn]] void leave(const std::string& reason);

  const Setting& setting_;
  const std::shared_ptr<StudyJob> shared_job_;
  StudyJob& job_;
  const int channel_;
  mpi::Session& session_;
  const base::Clock& clock_;
  base::Log& log_;
  program::Spawner* const spawner_;
  const std::string started_;
  const base::Seconds began_;
  RunAlerts earlier_;
  Patrol patrol_;
  ReclaimWatch reclaim_;
  watch::Sampler sampler_;
  base::Seconds work_ended_ = base::Seconds::never();  ///< the last task
  RankProcesses processes_;
};

}  // namespace winnow::app
