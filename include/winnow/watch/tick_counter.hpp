#pragma once
// Time by the cheapest counter that the machine has, for measuring what lasts for microseconds.

#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace winnow::watch {

/// The processor's own counter where the kernel keeps its time by it, too, which it does only if it runs
/// evenly, through all states of the processor, and alike on all cores; else the monotonic clock, at some
/// times the cost. Thread-safe.
class TickCounter {
 public:
  /// Takes a millisecond to find how fast the counter runs, to some 1e-4.
  TickCounter();

  /// For tests: the nanoseconds that stand there, which must outlive it.
  explicit TickCounter(const std::uint64_t& nanoseconds) : given_(&nanoseconds) {}

  [[nodiscard]] std::uint64_t now() const {
#if defined(__x86_64__)
    if (uses_processor_) [[likely]]
      return __rdtsc();
#endif
    return given_ != nullptr ? *given_ : steady_nanoseconds();
  }

  /// Of a number of ticks.
  [[nodiscard]] std::uint64_t nanoseconds(std::uint64_t ticks) const {
    return uses_processor_ ? static_cast<std::uint64_t>(static_cast<double>(ticks) * nanoseconds_per_tick_)
                           : ticks;
  }

  /// The ticks of a number of nanoseconds.
  [[nodiscard]] std::uint64_t ticks(std::uint64_t nanoseconds) const {
    return static_cast<std::uint64_t>(static_cast<double>(nanoseconds) / nanoseconds_per_tick_);
  }

 private:
  static std::uint64_t steady_nanoseconds();

  bool uses_processor_ = false;
  double nanoseconds_per_tick_ = 1;
  const std::uint64_t* given_ = nullptr;
};

}  // namespace winnow::watch
