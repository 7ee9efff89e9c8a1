#pragma once
// Time enters through here, so that tests and simulations bring their own.

#include <atomic>
#include <string>

#include "winnow/base/units.hpp"

namespace winnow::base {

class Clock {
 public:
  virtual ~Clock() = default;

  /// Seconds since the clock's own start; never runs backwards. Thread-safe.
  [[nodiscard]] virtual Seconds now() const = 0;
};

/// The machine's monotonic clock, from the moment of construction.
class SteadyClock final : public Clock {
 public:
  SteadyClock();
  [[nodiscard]] Seconds now() const override;

 private:
  double start_;
};

/// Seconds since 1970-01-01 UTC, for times that outlive the process. Stands still while the machine's
/// calendar is set back.
class CalendarClock final : public Clock {
 public:
  [[nodiscard]] Seconds now() const override;

 private:
  mutable std::atomic<double> latest_ = 0;
};

/// Stands still until it is moved.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Seconds now() const override { return now_; }
  void advance(Seconds by) { now_ += by; }

 private:
  Seconds now_;
};

/// The calendar time in UTC by ISO 8601, to the second: "2026-03-01T12:00:00Z".
[[nodiscard]] std::string utc_now();

}  // namespace winnow::base
