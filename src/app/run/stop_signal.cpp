#include "app/run/stop_signal.hpp"

#include <array>
#include <csignal>

namespace winnow::app {
namespace {

constexpr std::array signals{SIGTERM, SIGINT, SIGUSR1};

// A signal handler reaches nothing but what is static.
std::atomic<bool> requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void set_disposition(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : signals) sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
  set_disposition([](int) { requested = true; });
}

StopSignal::~StopSignal() {
  set_disposition(SIG_DFL);
}

const std::atomic<bool>& StopSignal::stop_requested() {
  return requested;
}

}  // namespace winnow::app
