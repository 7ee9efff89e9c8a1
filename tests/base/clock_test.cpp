#include "winnow/base/clock.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <ctime>

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

TEST(CalendarClock, counts_from_1970_and_never_runs_backwards) {
  const CalendarClock clock;
  const auto before = static_cast<double>(std::time(nullptr));
  const auto first = clock.now();
  EXPECT_GE(first.count, before);
  EXPECT_LE(first.count, static_cast<double>(std::time(nullptr)) + 1);
  EXPECT_GE(clock.now(), first);
}

TEST(UtcNow, follows_iso_8601) {
  auto pattern = utc_now();
  for (auto& c : pattern) c = std::isdigit(static_cast<unsigned char>(c)) != 0 ? 'd' : c;
  EXPECT_EQ(pattern, "dddd-dd-ddTdd:dd:ddZ");
}

}  // namespace
}  // namespace winnow::base
