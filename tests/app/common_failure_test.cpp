#include "app/common_failure.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "support/thread_team.hpp"

namespace winnow::app {
namespace {

[[noreturn]] void fail() {
  throw base::Failure({"no room", "the disk is full", "make room", {}}, base::ExitStatus::too_many_rejected);
}

TEST(Alike, gives_what_the_step_gives) {
  EXPECT_EQ(alike(true, [] { return 7; }), 7);
  bool ran = false;
  alike(false, [&] { ran = true; });
  EXPECT_TRUE(ran);
}

TEST(Alike, makes_a_failure_common_and_has_the_root_alone_say_it) {
  for (const bool is_root : {true, false}) {
    try {
      alike(is_root, fail);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const CommonFailure& failure) {
      EXPECT_EQ(failure.spoken(), is_root);
      EXPECT_EQ(failure.error().text(), "no room (the disk is full): make room");
      EXPECT_EQ(failure.status(), base::ExitStatus::too_many_rejected);
    }
  }
}

TEST(Alike, leaves_a_defect_what_it_is) {
  EXPECT_THROW(alike(true, []() -> int { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST(OnRoot, does_the_step_on_rank_0_alone) {
  std::atomic<int> done = 0;
  test::ThreadTeam::run(3, [&](base::Team& team) {
    on_root(team, [&] {
      ++done;
      EXPECT_EQ(team.rank(), 0);
    });
  });
  EXPECT_EQ(done, 1);
}

TEST(OnRoot, fails_on_every_rank_alike_and_rank_0_says_why) {
  std::atomic<int> failures = 0;
  test::ThreadTeam::run(3, [&](base::Team& team) {
    try {
      on_root(team, fail);
    } catch (const CommonFailure& failure) {
      ++failures;
      EXPECT_EQ(failure.spoken(), team.rank() == 0);
      EXPECT_EQ(failure.status(), base::ExitStatus::too_many_rejected);
    }
  });
  EXPECT_EQ(failures, 3);
}

}  // namespace
}  // namespace winnow::app
