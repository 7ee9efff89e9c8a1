#include "optimize/pace.hpp"

#include <gtest/gtest.h>

namespace winnow::optimize {
namespace {

constexpr std::size_t population = 150;

Pace pace_of(std::size_t workers, base::Seconds each) {
  Pace pace(workers);
  pace.measured(100, each * 100);
  return pace;
}

TEST(Pace, makes_tasks_so_small_that_the_odd_one_does_not_unbalance_a_generation) {
  for (const double cost : {3e-5, 1e-4, 3e-4, 1e-2}) {
    const auto odd = static_cast<double>(pace_of(2, {cost}).slice(population));
    EXPECT_LE(odd / (population / 2), 0.06) << cost;
  }
}

TEST(Pace, hands_cheap_evaluations_out_together) {
  EXPECT_GE(pace_of(2, {1e-5}).slice(population), 10);
}

TEST(Pace, has_several_tasks_for_each_worker_whatever_an_evaluation_costs) {
  EXPECT_LE(pace_of(2, {1e-8}).slice(population), population / 8);
  EXPECT_LE(Pace(2).slice(population), population / 8) << "not known yet";
  EXPECT_EQ(Pace(1000).slice(population), 1);
}

TEST(Pace, begins_with_few_workers_where_there_are_few_parameters) {
  EXPECT_EQ(Pace(8).first_workers(4), 1);
  EXPECT_EQ(Pace(8).first_workers(5), 4);
  EXPECT_EQ(Pace(8).first_workers(14), 4);
  EXPECT_EQ(Pace(8).first_workers(15), 8);
  EXPECT_EQ(Pace(1).first_workers(5), 1);
  EXPECT_EQ(Pace(8).slice(population), 1) << "an evaluation each";
}

TEST(Pace, keeps_a_generation_that_is_cheaper_than_its_messages) {
  EXPECT_TRUE(pace_of(2, {1e-6}).is_better_alone(population));
  EXPECT_FALSE(pace_of(2, {1e-4}).is_better_alone(population));
  EXPECT_FALSE(Pace(2).is_better_alone(population)) << "not known yet";
}

}  // namespace
}  // namespace winnow::optimize
