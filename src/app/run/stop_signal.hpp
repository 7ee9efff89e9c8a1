#pragma once
// SIGTERM, SIGINT and SIGUSR1 as a wish to end early: schedulers send them before they kill.

#include <atomic>

namespace winnow::app {

/// From its construction on, the signals set stop_requested() instead of ending the process. One at a time.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();

  [[nodiscard]] const std::atomic<bool>& stop_requested() const;
};

}  // namespace winnow::app
