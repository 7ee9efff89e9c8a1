#include "winnow/base/watchdog.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>

namespace winnow::base {
namespace {

TEST(Watchdog, barks_where_its_scope_lasts_too_long) {
  std::promise<void> barked;
  auto heard = barked.get_future();
  const Watchdog watchdog(Seconds{0.01}, [&] { barked.set_value(); });
  EXPECT_EQ(heard.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

TEST(Watchdog, is_silent_where_its_scope_is_over_in_time) {
  std::atomic<bool> barked = false;
  {
    const Watchdog watchdog(Seconds{1000}, [&] { barked = true; });
  }
  EXPECT_FALSE(barked);
}

}  // namespace
}  // namespace winnow::base
