#pragma once
// SIGTERM, SIGINT and SIGUSR1 as a wish to end early: schedulers send them before they kill.

#include <atomic>

namespace winnow::app {

/// While it lives, the signals set stop_requested() instead of ending the process: also one that comes when
/// there is nothing left to stop, and a result to be written. One at a time.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();

  /// Whether one has come.
  [[nodiscard]] static const std::atomic<bool>& stop_requested();
};

}  // namespace winnow::app
