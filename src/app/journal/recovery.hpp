#pragma once
// From the journals of earlier runs to the state that they had reached.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "app/journal/finished_tasks.hpp"
#include "app/journal/journal_record.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::app {

/// Takes of all the records in the journals as many as have no task in common, so that every task counts
/// once: two journals tell of the same task where the leader that had done it was taken for lost, or went on
/// writing after the run that it belonged to had ended.
///
/// Throws base::Failure if a journal cannot be opened, or is of another study or version than `expected`.
/// What is torn or damaged is as if it had not been written.
class Recovery {
 public:
  /// Reads the journals once.
  Recovery(const std::vector<std::filesystem::path>& journals, const JournalOpening& expected);

  /// Throws base::Failure if a finished task is not among those of `source`, which it exhausts: what it
  /// worked on has changed or is gone.
  void refuse_changed(farm::Source& source) const;

  /// Reads them once more and folds what they hold into `sink`.
  void fold_into(farm::Sink& sink);

  /// The tasks that are in the sink, after fold_into().
  [[nodiscard]] const FinishedTasks& finished() const { return finished_; }

  /// Of the journals, torn or damaged.
  [[nodiscard]] base::Bytes lost() const { return lost_; }

 private:
  struct Journal {
    std::filesystem::path path;
    std::uint64_t records = 0;  ///< behind the opening
  };

  void scan(const std::filesystem::path& path, const JournalOpening& expected,
            std::vector<TaskIdentity>& tasks);
  [[nodiscard]] bool may_count(const std::vector<TaskIdentity>& tasks);

  std::vector<Journal> journals_;
  FinishedTasks finished_;
  FinishedTasks contested_;           ///< that more than one record tells of
  std::vector<bool> counted_;         ///< of the contested, by index
  std::vector<TaskIdentity> undone_;  ///< of records that do not count
  base::Bytes lost_;
};

}  // namespace winnow::app
