#pragma once
// Backups at their times, beside a run.

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "winnow/base/log.hpp"
#include "winnow/base/units.hpp"
#include "winnow/store/backup.hpp"

namespace winnow::store {

/// Takes a copy every so often, in a thread of its own, and removes the oldest. A copy that fails is a
/// warning, and the next one is tried in its time.
class ScheduledBackup {
 public:
  /// `log` must be thread-safe and outlive this.
  ScheduledBackup(BackupFolder folder, std::vector<std::filesystem::path> sources, base::Seconds every,
                  std::uint32_t keep, base::Log& log);
  ScheduledBackup(const ScheduledBackup&) = delete;
  ScheduledBackup& operator=(const ScheduledBackup&) = delete;

  /// Waits for a copy that is being made.
  ~ScheduledBackup();

  /// Takes a copy now, also where none is due: at the end of a run.
  void take();

 private:
  void serve();

  const BackupFolder folder_;
  const std::vector<std::filesystem::path> sources_;
  const base::Seconds every_;
  const std::uint32_t keep_;
  base::Log& log_;

  std::mutex copying_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace winnow::store
