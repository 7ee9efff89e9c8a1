#include "winnow/study/worker_count.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(WorkerCount, as_a_number_is_the_same_on_any_node) {
  EXPECT_EQ(WorkerCount(6).on(4), 6u);
  EXPECT_EQ(WorkerCount(6).on(128), 6u);
}

TEST(WorkerCount, as_a_share_follows_the_cores_and_is_never_zero) {
  EXPECT_EQ(WorkerCount::cores().on(128), 128u);
  EXPECT_EQ(WorkerCount::cores(4).on(10), 2u);
  EXPECT_EQ(WorkerCount::cores(4).on(3), 1u);
}

TEST(WorkerCount, tells_one_core_for_a_worker_from_one_worker) {
  EXPECT_NE(WorkerCount::cores(1), WorkerCount(1));
}

}  // namespace
}  // namespace winnow::study
