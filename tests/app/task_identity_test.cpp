#include "app/journal/task_identity.hpp"

#include <gtest/gtest.h>

namespace winnow::app {
namespace {

farm::Task task() {
  farm::Task task;
  task.payload = "city/a.txt";
  task.size = {1000};
  task.revision = 77;
  return task;
}

TEST(TaskIdentity, is_the_same_in_every_run_and_at_every_attempt) {
  auto again = task();
  again.id = 12;
  again.attempt = 3;
  again.suspicion = 1;
  again.avoid = 4;
  again.timeout = base::Seconds{5};
  again.size = {};
  EXPECT_EQ(identity_of(again), identity_of(task()));
}

TEST(TaskIdentity, keeps_the_name_and_changes_the_state_with_what_the_task_works_on) {
  auto changed = task();
  changed.revision = 78;
  EXPECT_EQ(identity_of(changed).name, identity_of(task()).name);
  EXPECT_NE(identity_of(changed).state, identity_of(task()).state);
  EXPECT_EQ(identity_of(task().payload, 78), identity_of(changed));
}

TEST(TaskIdentity, tells_payloads_apart_by_both_of_its_numbers) {
  auto other = task();
  other.payload = "city/b.txt";
  EXPECT_NE(identity_of(other).name, identity_of(task()).name);
  EXPECT_NE(identity_of(other).state, identity_of(task()).state);
}

}  // namespace
}  // namespace winnow::app
