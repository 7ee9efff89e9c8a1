#pragma once
// Does something if what it guards is not over in time.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// Guards the scope that it lives in. For calls that may never come back, as those of MPI when a rank is lost:
/// what it does then is mostly to end the process.
class Watchdog {
 public:
  /// Calls `bark`, once and on a thread of its own, if it still lives after `patience`.
  Watchdog(Seconds patience, std::function<void()> bark);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  /// Waits for `bark`, if that was called.
  ~Watchdog();

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace winnow::base
