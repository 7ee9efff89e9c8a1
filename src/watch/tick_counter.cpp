#include "winnow/watch/tick_counter.hpp"

#include <chrono>

#include "winnow/base/file.hpp"

namespace winnow::watch {
namespace {

#if defined(__x86_64__)
constexpr std::uint64_t calibration_nanoseconds = 1'000'000;

/// Both clocks at one moment.
struct Moment {
  std::uint64_t ticks = 0;
  std::uint64_t nanoseconds = 0;
};

/// The best of a few looks: between the two readings of one the thread may have lost its processor.
template <class Nanoseconds>
Moment look_at_both(Nanoseconds nanoseconds) {
  constexpr int looks = 8;
  Moment best;
  auto least_gap = ~std::uint64_t{0};
  for (int i = 0; i < looks; ++i) {
    const auto before = __rdtsc();
    const auto time = nanoseconds();
    const auto gap = __rdtsc() - before;
    if (gap >= least_gap) continue;
    least_gap = gap;
    best = {before + gap / 2, time};
  }
  return best;
}

bool kernel_trusts_processor() {
  const auto source = base::read_file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  return source && source->starts_with("tsc");
}
#endif

}  // namespace

std::uint64_t TickCounter::steady_nanoseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

TickCounter::TickCounter() {
#if defined(__x86_64__)
  if (!kernel_trusts_processor()) return;
  const auto first = look_at_both(steady_nanoseconds);
  while (steady_nanoseconds() - first.nanoseconds < calibration_nanoseconds) continue;
  const auto last = look_at_both(steady_nanoseconds);
  nanoseconds_per_tick_ = static_cast<double>(last.nanoseconds - first.nanoseconds) /
                          static_cast<double>(last.ticks - first.ticks);
  uses_processor_ = true;
#endif
}

}  // namespace winnow::watch
