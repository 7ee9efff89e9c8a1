#include "winnow/base/watchdog.hpp"

#include <chrono>
#include <utility>

namespace winnow::base {

Watchdog::Watchdog(Seconds patience, std::function<void()> bark)
    : thread_([this, patience, bark = std::move(bark)] {
        std::unique_lock lock(mutex_);
        const auto is_over =
            over_.wait_for(lock, std::chrono::duration<double>(patience.count), [this] { return is_over_; });
        lock.unlock();
        if (!is_over) bark();
      }) {
}

Watchdog::~Watchdog() {
  {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
  }
  over_.notify_all();
  thread_.join();
}

}  // namespace winnow::base
