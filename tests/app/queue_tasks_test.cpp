#include "app/job/queue_tasks.hpp"

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

TEST(CountTasks, counts_those_that_ended_in_vain_among_the_done) {
  farm::QueueStatus queue;
  queue.waiting = 5;
  queue.running = 2;
  queue.done = 30;
  queue.quarantined = 3;
  report::Progress progress;
  count_tasks({{"first", 0}, {"second", 1}}, {queue, queue}, progress);
  EXPECT_EQ(progress.done, 66U);
  EXPECT_EQ(progress.found, 80U);
  EXPECT_EQ(progress.rejected, 6U);
  EXPECT_EQ(progress.queues.size(), 2U);
}

TEST(WeighNodes, tells_the_memory_of_the_fullest) {
  plan::Plan plan;
  plan.nodes.resize(2);
  plan.nodes[0].limit = base::gibibytes(8);
  plan.nodes[1].limit = base::gibibytes(1);
  std::vector<farm::NodeStatus> nodes(2);
  nodes[0].slots = 3;
  nodes[0].memory = base::mebibytes(600);
  nodes[1].slots = 2;
  nodes[1].memory = base::mebibytes(500);
  report::Progress progress;
  weigh_nodes(nodes, plan, progress);
  EXPECT_EQ(progress.workers, 5U);
  EXPECT_EQ(progress.memory, base::mebibytes(500));
  EXPECT_EQ(progress.limit, base::gibibytes(1));
}

}  // namespace
}  // namespace winnow::app
