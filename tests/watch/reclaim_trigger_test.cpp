#include "winnow/watch/reclaim_trigger.hpp"

#include <gtest/gtest.h>

namespace winnow::watch {
namespace {

using base::Bytes;
using base::Seconds;

constexpr Bytes level{1000};

TEST(ReclaimTrigger, fires_exactly_at_the_level) {
  ReclaimTrigger trigger;
  EXPECT_FALSE(trigger.reached({999}, level, Seconds{0}));
  EXPECT_TRUE(trigger.reached({1000}, level, Seconds{1}));
}

TEST(ReclaimTrigger, fires_once_while_use_trembles_about_the_level) {
  ReclaimTrigger trigger;
  int fired = 0;
  for (int second = 0; second < 50; ++second) {
    const Bytes used{second % 2 == 0 ? 1010U : 920U};
    if (trigger.reached(used, level, Seconds{static_cast<double>(second)})) ++fired;
  }
  EXPECT_EQ(fired, 1);
}

TEST(ReclaimTrigger, fires_again_after_use_was_below_nine_tenths_of_the_level) {
  ReclaimTrigger trigger;
  EXPECT_TRUE(trigger.reached({1000}, level, Seconds{0}));
  EXPECT_FALSE(trigger.reached({900}, level, Seconds{1}));
  EXPECT_FALSE(trigger.reached({1000}, level, Seconds{2}));
  EXPECT_FALSE(trigger.reached({899}, level, Seconds{3}));
  EXPECT_TRUE(trigger.reached({1000}, level, Seconds{4}));
}

TEST(ReclaimTrigger, fires_once_a_minute_while_use_stays_up) {
  ReclaimTrigger trigger;
  int fired = 0;
  for (int second = 0; second < 600; ++second) {
    if (trigger.reached({2000}, level, Seconds{static_cast<double>(second)})) ++fired;
  }
  EXPECT_EQ(fired, 10);
}

TEST(ReclaimTrigger, never_fires_without_a_level) {
  ReclaimTrigger trigger;
  EXPECT_FALSE(trigger.reached(Bytes::unlimited(), Bytes::unlimited(), Seconds{0}));
}

}  // namespace
}  // namespace winnow::watch
