#pragma once
// What differs from job to job in a run: how its state is kept, when it may end, what it leaves for the
// result file and for people. All else is StudyRun's, the same for all jobs.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/report/progress.hpp"
#include "winnow/report/summary.hpp"
#include "winnow/store/result_writer.hpp"

namespace winnow::app {

/// What a job leaves on this rank for the result file.
struct JobResult {
  std::vector<std::unique_ptr<base::TableSource>> tables;
  std::vector<store::AttributeGroup> groups;  ///< on rank 0
  std::vector<std::string> replaced;          ///< top-level groups of an older result that go, written or not
  std::vector<base::Attribute> provenance;    ///< further attributes of run/provenance: what it was made of
  base::ExitStatus status = base::ExitStatus::done;  ///< the same on all ranks
  std::uint64_t accepted = 0;  ///< inputs, on rank 0, where it is known only now how many were taken
  std::uint64_t rejected = 0;  ///< and how many were not
  bool is_whole = true;        ///< else --resume goes on with what was kept; the same on all ranks
};

/// A job of a study on one rank. Used by the main thread only.
class StudyJob {
 public:
  virtual ~StudyJob() = default;

  /// \collective Takes up what earlier runs have left if the run is to `resume`, else starts over. Notes what
  /// it found.
  virtual void begin(base::Team& team, bool resume) = 0;

  /// The job as the farm runs it, from begin() on.
  [[nodiscard]] virtual farm::Job& job() = 0;

  /// Says how the job's tasks want to be handed out, where not as the study's [farm] says.
  virtual void adjust(farm::FarmOptions& /*options*/) const {}

  /// The largest process that each of its kernels has run, where they run any.
  [[nodiscard]] virtual std::vector<base::Bytes> largest_processes() const { return {}; }

  /// How long its kernels take to return when the processes that they wait for are told to end.
  [[nodiscard]] virtual base::Seconds grace() const { return {}; }

  /// Waits until what was done here is on disk; false if that is not to be had.
  virtual bool save() = 0;

  /// Whether something of what was done here is on disk, for --resume.
  [[nodiscard]] virtual bool has_saved() const = 0;

  /// Whether a run that was stopped writes the result of what was done by then.
  [[nodiscard]] virtual bool concludes_when_stopped() const { return false; }

  /// What helps where its tasks hang, and would hang again in a run that goes on; empty: nothing of its own.
  [[nodiscard]] virtual std::string advice_on_hanging() const { return {}; }

  /// \collective What ends the run without a result, if anything does.
  [[nodiscard]] virtual std::optional<base::Error> refusal(base::Team& /*team*/) { return std::nullopt; }

  /// \collective Ends the job. Throws base::Failure on all ranks alike where it has come to nothing that
  /// makes a result.
  [[nodiscard]] virtual JobResult finish(base::Team& team) = 0;

  /// On rank 0, after finish(): the share of the work, of which the farm has done `tasks` now, that was done
  /// before and taken from a journal, a checkpoint or a cache.
  [[nodiscard]] virtual double share_taken(std::uint64_t tasks) const = 0;

  /// \collective The result is in place: if it is whole, nothing else is kept any longer.
  virtual void clean_up(base::Team& team) = 0;

  /// On rank 0: what is to be seen of it while it runs.
  virtual void describe(report::Progress& /*progress*/) const {}

  /// On rank 0, after finish(): the summary's parts that tell of this job.
  virtual void describe(report::Summary& summary) const = 0;
};

}  // namespace winnow::app
