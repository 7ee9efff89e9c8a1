#pragma once
// The job `optimize` in a run.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "app/journal/search_journal.hpp"
#include "app/optimize/cached_evaluations.hpp"
#include "app/optimize/optimize_job.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/optimize/optimization.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/store/scheduled_backup.hpp"

namespace winnow::app {

class OptimizeRun final : public StudyJob {
 public:
  /// On `rank`. All outlive it; `log` must be thread-safe, `spawner` may be null where no program is run.
  /// Throws base::Failure on what cannot be carried out.
  OptimizeRun(const Setting& setting, farm::Rank rank, program::Spawner* spawner, const base::Clock& clock,
              base::Log& log);

  void begin(base::Team& team, bool resume) override;
  farm::Job& job() override { return *job_; }
  void adjust(farm::FarmOptions& options) const override;
  [[nodiscard]] std::vector<base::Bytes> largest_processes() const override {
    return job_->largest_processes();
  }
  [[nodiscard]] base::Seconds grace() const override;
  [[nodiscard]] bool has_saved() const override;
  bool save() override;
  [[nodiscard]] bool concludes_when_stopped() const override { return true; }
  [[nodiscard]] std::string advice_on_hanging() const override;
  [[nodiscard]] JobResult finish(base::Team& team) override;
  [[nodiscard]] double share_taken(std::uint64_t tasks) const override;
  void clean_up(base::Team& team) override;
  void describe(report::Progress& progress) const override;
  void describe(report::Summary& summary) const override;

 private:
  [[nodiscard]] base::Seconds interval() const;
  bool open_journal(bool resume);
  CachedEvaluations* open_cache(std::size_t problem);
  [[nodiscard]] std::optional<store::BackupFolder> backup_folder(const study::Backup& backup) const;
  void prepare_backups() const;
  void plan_backups();
  void make_problems_anew();
  void make_job();
  void take_up();
  void tell_of_lost_records() const;
  void tell_of_populations() const;
  [[nodiscard]] bool has_evaluated() const;
  void save_journal();
  [[nodiscard]] optimize::Outcome conclude(base::Team& team);

  const Setting& setting_;
  const farm::Rank rank_;
  ProblemSurroundings surroundings_;
  const std::vector<std::string> identities_;  ///< on rank 0: of the objectives, by problem
  base::Log& log_;
  const base::Clock& clock_;
  base::CalendarClock calendar_;
  std::vector<optimize::Problem> problems_;
  std::optional<SearchJournal> journal_;                              ///< on rank 0
  std::map<std::string, std::unique_ptr<CachedEvaluations>> caches_;  ///< on rank 0, by path
  std::vector<std::unique_ptr<store::ScheduledBackup>>
      backups_;  ///< on rank 0, of the problems that want them
  std::unique_ptr<optimize::Optimization> job_;
  std::vector<optimize::ProblemEnd> ends_;  ///< on rank 0, from finish() on
  std::uint64_t known_ = 0;                 ///< on rank 0: evaluations that an earlier run has left
  bool is_whole_ = true;
};

}  // namespace winnow::app
