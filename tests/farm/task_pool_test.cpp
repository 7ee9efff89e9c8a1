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
