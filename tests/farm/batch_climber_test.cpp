#include "farm/batch_climber.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace winnow::farm {
namespace {

using base::Seconds;
using Cost = std::function<double(std::uint64_t)>;

constexpr std::uint64_t most = 4096;

/// The size after so many batches whose time `cost` tells.
std::uint64_t climbed(BatchClimber& climber, const Cost& cost, int batches, std::uint64_t bound = most) {
  for (int i = 0; i < batches; ++i) {
    const auto tasks = climber.next(bound);
    climber.measured(tasks, 0, Seconds{cost(tasks)});
  }
  return climber.size(bound);
}

/// A fixed cost a batch, one a task, and one that grows with the square, as where a batch outgrows a cache:
/// most is done a second at a batch of sqrt(fixed / squared).
Cost curve(double fixed, double per_task, double squared) {
  return [=](std::uint64_t tasks) {
    const auto n = static_cast<double>(tasks);
    return fixed + per_task * n + squared * n * n;
  };
}

TEST(BatchClimber, finds_the_optimum_of_a_synthetic_cost) {
  for (const double optimum : {4.0, 30.0, 64.0, 500.0}) {
    BatchClimber climber;
    const double fixed = 1e-3;
    const auto cost = curve(fixed, 1e-6, fixed / (optimum * optimum));
    const auto size = static_cast<double>(climbed(climber, cost, 5000));
    EXPECT_GE(size, optimum / 2);
    EXPECT_LE(size, optimum * 2);
  }
}

TEST(BatchClimber, finds_it_again_when_it_moves) {
  BatchClimber climber;
  EXPECT_LE(climbed(climber, curve(1e-3, 1e-6, 1e-3 / 256), 5000), 32U);
  EXPECT_GE(climbed(climber, curve(1e-3, 1e-6, 1e-3 / 90'000), 5000), 128U);
}

TEST(BatchClimber, stays_as_large_as_it_may_where_size_makes_no_difference) {
  BatchClimber climber;
  EXPECT_EQ(climbed(climber, curve(0, 1e-4, 0), 5000), most);
  EXPECT_EQ(climbed(climber, curve(0, 1e-4, 0), 100, 100), 100U);
}

TEST(BatchClimber, tries_other_sizes_seldom) {
  BatchClimber climber;
  int trials = 0;
  for (int i = 0; i < 1600; ++i) {
    const auto tasks = climber.next(most);
    if (tasks != climber.size(most)) ++trials;
    climber.measured(tasks, 0, Seconds{1e-4 * static_cast<double>(tasks)});
  }
  EXPECT_EQ(trials, 100);
}

TEST(BatchClimber, counts_no_task_for_done_that_failed) {
  BatchClimber climber;
  for (int i = 0; i < 5000; ++i) {
    const auto tasks = climber.next(most);
    const auto failed = tasks - std::min<std::uint64_t>(tasks, 64);  // as where something runs out
    climber.measured(tasks, failed, Seconds{1e-4 * static_cast<double>(tasks)});
  }
  EXPECT_EQ(climber.size(most), 64U);
}

TEST(BatchClimber, is_not_moved_by_noise) {
  BatchClimber climber;
  std::uint32_t state = 1;
  for (int i = 0; i < 5000; ++i) {
    const auto tasks = climber.next(most);
    state = state * 1664525 + 1013904223;
    const double noise = 1 + 0.1 * (static_cast<double>(state) / 4294967296.0 - 0.5);
    climber.measured(tasks, 0, Seconds{1e-4 * static_cast<double>(tasks) * noise});
  }
  EXPECT_EQ(climber.size(most), most);
}

TEST(BatchClimber, makes_no_batch_of_nothing) {
  BatchClimber climber;
  EXPECT_EQ(climbed(climber, curve(0, 1, 1), 5000), 1U);
  EXPECT_EQ(climber.next(0), 1U);
}

}  // namespace
}  // namespace winnow::farm
