#include "cluster/affinity.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace winnow::cluster {
namespace {

TEST(Affinity, of_a_thread_is_what_it_was_set_to) {
  const auto before = affinity();
  ASSERT_FALSE(before.empty());
  const auto one = CpuSet::range(before.members().back(), before.members().back());
  CpuSet seen;
  std::thread([&] {
    EXPECT_TRUE(set_affinity(one).has_value());
    seen = affinity();
  }).join();
  EXPECT_EQ(seen, one);
  EXPECT_EQ(affinity(), before);
}

TEST(Affinity, cannot_be_set_to_processors_that_are_not_there) {
  const auto refused = set_affinity(CpuSet::range(CpuSet::largest - 1, CpuSet::largest - 1));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().text(), "cannot bind a thread to processing units 65535 (Invalid argument)");
}

}  // namespace
}  // namespace winnow::cluster
