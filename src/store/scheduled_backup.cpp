#include "winnow/store/scheduled_backup.hpp"

#include <chrono>
#include <utility>

#include "winnow/base/clock.hpp"

namespace winnow::store {

ScheduledBackup::ScheduledBackup(BackupFolder folder, std::vector<std::filesystem::path> sources,
                                 base::Seconds every, std::uint32_t keep, base::Log& log)
    : folder_(std::move(folder)), sources_(std::move(sources)), every_(every), keep_(keep), log_(log) {
  thread_ = std::thread([this] { serve(); });
}

ScheduledBackup::~ScheduledBackup() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void ScheduledBackup::serve() {
  const std::chrono::duration<double> every(every_.count);
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, every, [this] { return stopping_; })) {
    lock.unlock();
    take();
    lock.lock();
  }
}

void ScheduledBackup::take() {
  const std::lock_guard copying(copying_);
  const auto taken = folder_.take(sources_, base::utc_now());
  if (!taken) return log_.warning("no backup: " + taken.error().text());
  if (const auto rotated = folder_.rotate(keep_); !rotated) {
    log_.warning("an old backup stays: " + rotated.error().text());
  }
}

}  // namespace winnow::store
