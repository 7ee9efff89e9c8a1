#include "app/journal/input_check.hpp"

#include <gtest/gtest.h>

#include "app/journals.hpp"

namespace winnow::app {
namespace {

std::string difference(const std::vector<farm::Task>& finished, const std::vector<farm::Task>& now) {
  std::vector<TaskIdentity> identities;
  for (const auto& task : finished) identities.push_back(identity_of(task));
  const FinishedTasks tasks(std::move(identities));
  InputCheck check(tasks);
  for (const auto& task : now) check.meet(task);
  return check.difference();
}

TEST(InputCheck, finds_no_difference_in_the_same_inputs_and_new_ones) {
  EXPECT_EQ(difference(tasks_of({"a", "b"}), tasks_of({"new", "b", "a"})), "");
}

TEST(InputCheck, tells_what_has_changed_from_what_is_gone) {
  EXPECT_EQ(difference(tasks_of({"a", "b", "c", "d"}), {task_of("c", 2), task_of("b", 2), task_of("a")}),
            "2 are of inputs that have changed: c, b; 1 of inputs that are gone");
  EXPECT_EQ(difference(tasks_of({"a", "b"}), tasks_of({"a"})), "1 of inputs that are gone");
}

TEST(InputCheck, names_no_more_than_a_few) {
  EXPECT_EQ(difference(tasks_of({"a", "b", "c", "d", "e"}),
                       {task_of("a", 2), task_of("b", 2), task_of("c", 2), task_of("d", 2), task_of("e", 2)}),
            "5 are of inputs that have changed: a, b, c, …");
}

TEST(InputCheck, names_a_file_once_whose_pieces_have_changed) {
  using namespace std::string_literals;
  EXPECT_EQ(
      difference({task_of("a\0001"s), task_of("a\0002"s)}, {task_of("a\0001"s, 2), task_of("a\0002"s, 2)}),
      "2 are of inputs that have changed: a");
}

}  // namespace
}  // namespace winnow::app
