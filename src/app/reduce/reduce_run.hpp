#pragma once
// The job `reduce` in a run.

#include <filesystem>
#include <memory>

#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "app/journal/checkpoint.hpp"
#include "winnow/reduce/reduction.hpp"

namespace winnow::app {

class ReduceRun final : public StudyJob {
 public:
  /// On `rank`. `setting` and `log`, which must be thread-safe, must outlive it. Throws base::Failure on what
  /// cannot be carried out.
  ReduceRun(const Setting& setting, farm::Rank rank, base::Log& log);

  void begin(base::Team& team, bool resume) override;
  farm::Job& job() override { return checkpoint_.job(); }
  [[nodiscard]] bool has_saved() const override { return std::filesystem::exists(order_.checkpoint); }
  bool save() override { return checkpoint_.save(); }
  [[nodiscard]] std::optional<base::Error> refusal(base::Team& team) override {
    return job_->first_rejection(team);
  }
  [[nodiscard]] JobResult finish(base::Team& team) override;
  [[nodiscard]] double share_taken(std::uint64_t tasks) const override;
  void clean_up(base::Team& team) override { checkpoint_.remove(team); }
  void adjust(farm::FarmOptions& options) const override;
  using StudyJob::describe;
  void describe(report::Summary& summary) const override;

 private:
  [[nodiscard]] std::unique_ptr<reduce::Reduction> make_job() const;
  [[nodiscard]] bool too_many_rejected() const;

  const RunOrder& order_;
  const plan::MemoryModel& model_;
  std::unique_ptr<reduce::Reduction> job_;
  Checkpoint checkpoint_;
  reduce::Totals totals_;
  std::vector<base::TableShape> shapes_;  ///< of the statistics, for the summary
};

}  // namespace winnow::app
