#include "app/journal/finished_tasks.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

TEST(FinishedTasks, hold_each_task_once) {
  const FinishedTasks tasks({{3, 1}, {1, 7}, {3, 1}, {1, 2}});
  EXPECT_EQ(tasks.size(), 3u);
  EXPECT_TRUE(tasks.contains({1, 7}));
  EXPECT_FALSE(tasks.contains({1, 3}));
  EXPECT_FALSE(tasks.contains({2, 7}));
}

TEST(FinishedTasks, know_names_whatever_the_state) {
  const FinishedTasks tasks({{3, 1}, {1, 7}});
  EXPECT_TRUE(tasks.contains_name(1));
  EXPECT_TRUE(tasks.contains_name(3));
  EXPECT_FALSE(tasks.contains_name(2));
  EXPECT_FALSE(tasks.contains_name(4));
}

TEST(FinishedTasks, number_their_tasks) {
  const FinishedTasks tasks({{3, 1}, {1, 7}});
  EXPECT_EQ(tasks.index_of({1, 7}), 0u);
  EXPECT_EQ(tasks.index_of({3, 1}), 1u);
  EXPECT_EQ(tasks.index_of({3, 2}), std::nullopt);
  EXPECT_EQ(tasks[1], (TaskIdentity{3, 1}));
}

TEST(FinishedTasks, let_go_of_what_is_to_be_done_again) {
  FinishedTasks tasks({{3, 1}, {1, 7}});
  tasks.remove(FinishedTasks({{1, 7}, {9, 9}}));
  EXPECT_FALSE(tasks.contains({1, 7}));
  EXPECT_EQ(tasks.size(), 1u);
}

}  // namespace
}  // namespace winnow::app
