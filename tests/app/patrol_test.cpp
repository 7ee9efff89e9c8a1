#include "app/watch/patrol.hpp"

#include <gtest/gtest.h>

#include "winnow/base/units.hpp"

namespace winnow::app {
namespace {

using base::mebibytes;

/// Two kernels on three ranks, the last of which has none.
plan::NodePlan plan_of_three_ranks(base::Bytes limit) {
  plan::NodePlan plan;
  plan.workers = 2;
  plan.kernels = {1, 1, 0};
  plan.base = mebibytes(60);
  plan.predicted_peak = mebibytes(160);
  plan.limit = limit;
  return plan;
}

TEST(PredictedOfRank, is_of_the_base_alike_and_of_the_rest_by_kernels) {
  const auto plan = plan_of_three_ranks(mebibytes(600));
  EXPECT_EQ(predicted_of_rank(plan, 0), mebibytes(70));
  EXPECT_EQ(predicted_of_rank(plan, 1), mebibytes(70));
  EXPECT_EQ(predicted_of_rank(plan, 2), mebibytes(20));
}

TEST(LimitOfRank, is_as_much_as_any_ranks_where_it_has_no_kernels) {
  const auto plan = plan_of_three_ranks(mebibytes(600));
  EXPECT_EQ(limit_of_rank(plan, 0), mebibytes(290));
  EXPECT_EQ(limit_of_rank(plan, 2), mebibytes(200));
}

TEST(LimitOfRank, is_none_where_the_plan_has_none) {
  EXPECT_TRUE(limit_of_rank(plan_of_three_ranks(base::Bytes::unlimited()), 2).is_unlimited());
}

TEST(LimitOfRank, has_an_idle_rank_warn_of_nothing_until_it_takes_half_of_it) {
  const auto plan = plan_of_three_ranks(mebibytes(600));
  watch::Sample sample;
  const auto figure = [&](base::Bytes resident) {
    sample.set(watch::Quantity::resident, resident);
    return watch::over_prediction(sample, predicted_of_rank(plan, 2), limit_of_rank(plan, 2));
  };
  EXPECT_EQ(figure(mebibytes(33)), 0);
  EXPECT_DOUBLE_EQ(figure(mebibytes(120)), 6);
}

}  // namespace
}  // namespace winnow::app
