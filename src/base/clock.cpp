#include "winnow/base/clock.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace winnow::base {
namespace {

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

SteadyClock::SteadyClock() : start_(steady_seconds()) {
}

Seconds SteadyClock::now() const {
  return {steady_seconds() - start_};
}

Seconds CalendarClock::now() const {
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  double latest = latest_.load();
  while (now > latest && !latest_.compare_exchange_weak(latest, now)) {
  }
  return {std::max(now, latest)};
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace winnow::base
