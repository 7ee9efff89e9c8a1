#include "winnow/base/clock.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace winnow::base {
namespace {

TEST(SteadyClock, starts_near_zero_and_never_runs_backwards) {
  const SteadyClock clock;
  Seconds last = clock.now();
  EXPECT_GE(last.count, 0);
  for (int i = 0; i < 1000; ++i) {
    const Seconds now = clock.now();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(ManualClock, moves_only_when_moved) {
  ManualClock clock;
  EXPECT_EQ(clock.now(), Seconds{0});
  clock.advance(Seconds{2.5});
  EXPECT_EQ(clock.now(), Seconds{2.5});
}

TEST(UtcNow, follows_iso_8601) {
  EXPECT_TRUE(std::regex_match(utc_now(), std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"))) << utc_now();
}

}  // namespace
}  // namespace winnow::base
