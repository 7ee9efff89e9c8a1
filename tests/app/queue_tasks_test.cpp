#include "app/run/queue_tasks.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

TEST(TasksOf, puts_each_count_under_its_queue_and_state) {
  farm::QueueStatus first;
  first.waiting = 1;
  first.sent = 2;
  first.running = 3;
  first.done = 4;
  first.quarantined = 5;
  first.retried = 6;
  farm::QueueStatus second;
  second.done = 7;
  const auto tasks = tasks_of({{"reduce", 0}, {"late", 1}}, {first, second});
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[0].name, "reduce");
  EXPECT_EQ(tasks[0].waiting, 1U);
  EXPECT_EQ(tasks[0].sent, 2U);
  EXPECT_EQ(tasks[0].running, 3U);
  EXPECT_EQ(tasks[0].done, 4U);
  EXPECT_EQ(tasks[0].quarantined, 5U);
  EXPECT_EQ(tasks[0].retried, 6U);
  EXPECT_EQ(tasks[1].name, "late");
  EXPECT_EQ(tasks[1].done, 7U);
}

}  // namespace
}  // namespace winnow::app
