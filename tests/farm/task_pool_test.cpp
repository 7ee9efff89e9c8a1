#include "farm/task_pool.hpp"

#include <gtest/gtest.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

const std::vector<Queue> queues{{"low", 0}, {"high", 1}};

TEST(TaskPool, gives_priority_then_size_then_age) {
  TaskPool pool(queues);
  pool.push(task_of(1, 10, 0));
  pool.push(task_of(2, 90, 0));
  pool.push(task_of(3, 5, 1));
  pool.push(task_of(4, 10, 0));
  for (const TaskId id : {3, 2, 1, 4}) EXPECT_EQ(pool.pop().id, id);
  EXPECT_TRUE(pool.empty());
}

TEST(TaskPool, gives_tasks_without_size_after_the_others_of_their_priority_first_come_first) {
  TaskPool pool(queues);
  pool.push(task_of(1, 0, 0));
  pool.push(task_of(2, 7, 0));
  pool.push(task_of(3, 0, 1));
  pool.push(task_of(4, 0, 0));
  pool.push(task_of(5, 1, 1));
  EXPECT_EQ(pool.size(), 5U);
  for (const TaskId id : {5, 3, 2, 1, 4}) {
    EXPECT_EQ(pool.top().id, id);
    EXPECT_EQ(pool.pop().id, id);
  }
  EXPECT_TRUE(pool.empty());
}

TEST(TaskPool, keeps_to_age_among_queues_of_one_priority) {
  const std::vector<Queue> alike{{"a", 0}, {"b", 0}};
  TaskPool pool(alike);
  pool.push(task_of(1, 0, 1));
  pool.push(task_of(2, 0, 0));
  pool.push(task_of(3, 0, 1));
  for (const TaskId id : {1, 2, 3}) EXPECT_EQ(pool.pop().id, id);
}

TEST(TaskPool, keeps_tasks_whole_when_places_are_used_again) {
  TaskPool pool(queues);
  for (TaskId id = 1; id <= 100; ++id) {
    pool.push(task_of(2 * id));
    pool.push(task_of(2 * id + 1));
    const auto task = pool.pop();
    EXPECT_EQ(task.payload, "task " + std::to_string(task.id));
  }
  EXPECT_EQ(pool.size(), 100U);
}

}  // namespace
}  // namespace winnow::farm
