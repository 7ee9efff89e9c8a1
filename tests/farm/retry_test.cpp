#include "farm/retry.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BlameAfterLoss, suspects_all_where_nothing_is_known) {
  const auto blame = blame_after_loss(tasks_of(1, 4));
  EXPECT_THAT(ids_of(blame.suspects), ElementsAre(1, 2, 3));
  EXPECT_THAT(blame.innocent, IsEmpty());
}

TEST(BlameAfterLoss, suspects_those_alone_who_were_suspected_most) {
  auto tasks = tasks_of(1, 5);
  tasks[1].suspicion = 2;
  tasks[3].suspicion = 1;
  const auto blame = blame_after_loss(std::move(tasks));
  EXPECT_THAT(ids_of(blame.suspects), ElementsAre(2));
  EXPECT_THAT(ids_of(blame.innocent), ElementsAre(1, 3, 4));
}

TEST(BlameAfterLoss, has_nobody_to_blame_where_nothing_ran) {
  EXPECT_THAT(blame_after_loss({}).suspects, IsEmpty());
}

TEST(QualmsAbout, spare_the_precious_before_the_place_of_failure) {
  auto task = task_of(1);
  task.avoid = 5;
  EXPECT_EQ(qualms_about(4, task, 0), 0);
  EXPECT_EQ(qualms_about(5, task, 0), 1);
  EXPECT_EQ(qualms_about(0, task, 0), 0) << "it is no suspect";
  task.suspicion = 1;
  EXPECT_EQ(qualms_about(0, task, 0), 2);
  EXPECT_EQ(qualms_about(no_rank, task, 0), 0) << "there is a choice";
}

}  // namespace
}  // namespace winnow::farm
