#include "winnow/watch/tick_counter.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace winnow::watch {
namespace {

TEST(TickCounter, agrees_with_the_monotonic_clock) {
  const TickCounter ticks;
  const auto began = std::chrono::steady_clock::now();
  const auto first = ticks.now();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto last = ticks.now();
  const std::chrono::duration<double, std::nano> steady = std::chrono::steady_clock::now() - began;
  EXPECT_GE(static_cast<double>(ticks.nanoseconds(last - first)), 50e6 * 0.999);
  EXPECT_LE(static_cast<double>(ticks.nanoseconds(last - first)), steady.count() * 1.001);
}

TEST(TickCounter, turns_nanoseconds_into_ticks_and_back) {
  const TickCounter ticks;
  EXPECT_NEAR(static_cast<double>(ticks.nanoseconds(ticks.ticks(1'000'000))), 1e6, 2);
}

TEST(TickCounter, reads_a_time_that_is_given) {
  std::uint64_t now = 5;
  const TickCounter ticks(now);
  now = 12;
  EXPECT_EQ(ticks.now(), 12);
  EXPECT_EQ(ticks.nanoseconds(7), 7);
}

}  // namespace
}  // namespace winnow::watch
