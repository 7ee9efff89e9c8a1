#pragma once
// SIGTERM, SIGINT and SIGUSR1 as a wish to end early: schedulers send them before they kill.

#include <array>
#include <atomic>
#include <csignal>

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

 private:
  static constexpr std::array signals{SIGTERM, SIGINT, SIGUSR1};

  std::array<struct sigaction, signals.size()> before_{};  ///< what they did
};

}  // namespace winnow::app
