#include "winnow/read/vocabulary.hpp"

#include <gtest/gtest.h>

namespace winnow::read {
namespace {

TEST(Describe, knows_units_and_long_names) {
  ASSERT_TRUE(describe("latency_avg"));
  EXPECT_EQ(describe("latency_avg")->unit, "s");
  EXPECT_EQ(describe("latency_avg")->long_name, "mean message latency");
  ASSERT_TRUE(describe("delivery_prob"));
  EXPECT_EQ(describe("delivery_prob")->unit, "1");
}

TEST(Describe, knows_every_key_of_a_message_stats_report) {
  for (const auto* key :
       {"sim_time", "created", "started", "relayed", "aborted", "dropped", "removed", "delivered",
        "delivery_prob", "response_prob", "overhead_ratio", "latency_avg", "latency_med", "hopcount_avg",
        "hopcount_med", "buffertime_avg", "buffertime_med", "rtt_avg", "rtt_med"}) {
    ASSERT_TRUE(describe(key)) << key;
    EXPECT_FALSE(describe(key)->unit.empty()) << key;
    EXPECT_FALSE(describe(key)->long_name.empty()) << key;
  }
}

TEST(Describe, knows_nothing_of_other_columns) {
  EXPECT_FALSE(describe("latency"));
  EXPECT_FALSE(describe(""));
}

}  // namespace
}  // namespace winnow::read
