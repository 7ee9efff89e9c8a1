#pragma once
// What a run keeps of its work while it goes on, and what it goes on with: the journals of its leaders.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "app/job/run_order.hpp"
#include "app/journal/finished_tasks.hpp"
#include "app/journal/journaled_job.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/team.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/store/checkpoint_folder.hpp"
#include "winnow/store/journal_writer.hpp"

namespace winnow::app {

/// One a rank; only leaders ever write. Rank 0 takes up all that earlier runs have left: it is the one rank
/// whose loss ends the run, so what it took up is never lost alone, and nobody need know again whose it was.
class Checkpoint {
 public:
  /// `order`, `log`, which must be thread-safe, and `profile`, which may be null, must outlive it.
  Checkpoint(const RunOrder& order, farm::Rank rank, base::Log& log, base::Profile* profile = nullptr);

  /// Makes a job like the one that is checkpointed.
  using MakeJob = std::function<std::unique_ptr<farm::Job>()>;

  /// \collective Removes what earlier runs have left and begins anew.
  void start_over(base::Team& team, farm::Job& job);

  /// \collective Folds what earlier runs have left into rank 0's sink of `job`; begins anew, with a note, if
  /// there is nothing. Throws a CommonFailure if that is of another study, version or input than this run: to
  /// see that, it lets another job list all its tasks. Notes what it found.
  void resume(base::Team& team, farm::Job& job, const MakeJob& another);

  /// The job to run, from one of these on. It must not outlive the checkpoint nor the job.
  [[nodiscard]] farm::Job& job() { return *journaled_; }

  /// Tasks that resume() found done, on rank 0.
  [[nodiscard]] std::uint64_t taken_up() const { return finished_.size(); }

  /// Waits until all that was done here is on disk; false if it is not to be had.
  bool save() { return journal_ && journal_->save(); }

  /// Has that done without waiting, if the run is so long that there is a checkpoint at all.
  void save_soon();

  /// \collective The result is in place: nothing is kept any longer.
  void remove(base::Team& team);

 private:
  void take_up(farm::Job& job, const MakeJob& another);
  void keep(farm::Job& job);

  const RunOrder& order_;
  base::Log& log_;
  store::CheckpointFolder folder_;
  FinishedTasks finished_;
  std::optional<store::JournalWriter> journal_;
  std::optional<JournaledJob> journaled_;
};

}  // namespace winnow::app
