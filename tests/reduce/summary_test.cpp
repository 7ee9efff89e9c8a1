#include "reduce/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace winnow::reduce {
namespace {

class SummaryTest : public testing::Test {
 protected:
  void add(double x) {
    moments_.add(x);
    if (std::isnan(x)) return;
    distribution_.add(x);
    ends_.add(x, {"a", added_++});
  }

  [[nodiscard]] double value(Statistic statistic) const {
    return evaluate(statistic, {moments_, &distribution_, &ends_});
  }

  Moments moments_;
  Distribution distribution_;
  Ends ends_;
  std::uint64_t added_ = 0;
};

TEST_F(SummaryTest, gives_what_its_parts_say) {
  for (const double x : {7.0, 1.0, 6.0, 2.0, std::numeric_limits<double>::quiet_NaN()}) add(x);
  EXPECT_EQ(value(Statistic::count), 4.0);
  EXPECT_EQ(value(Statistic::missing), 1.0);
  EXPECT_EQ(value(Statistic::sum), 16.0);
  EXPECT_EQ(value(Statistic::mean), 4.0);
  EXPECT_EQ(value(Statistic::std), moments_.standard_deviation());
  EXPECT_EQ(value(Statistic::sem), moments_.standard_error());
  EXPECT_EQ(value(Statistic::ci95), moments_.confidence_95());
  EXPECT_EQ(value(Statistic::minimum), 1.0);
  EXPECT_EQ(value(Statistic::maximum), 7.0);
  EXPECT_EQ(value(Statistic::median), 4.0);
  EXPECT_EQ(value(Statistic(Percentile{250'000})), 1.75);
  EXPECT_EQ(value(Statistic::first), 7.0);
  EXPECT_EQ(value(Statistic::last), 2.0);
}

TEST_F(SummaryTest, has_neither_quantiles_nor_ends_without_values) {
  add(std::numeric_limits<double>::quiet_NaN());
  for (const auto statistic : {Statistic::median, Statistic(Percentile{0}),
                               Statistic(Percentile{Percentile::whole}), Statistic::first, Statistic::last}) {
    EXPECT_TRUE(std::isnan(value(statistic))) << name_of(statistic);
  }
  EXPECT_EQ(value(Statistic::sum), 0.0);
}

TEST_F(SummaryTest, keeps_the_quantiles_of_a_sketch_within_the_exact_extremes) {
  for (std::size_t i = 0; i <= Distribution::exact_at_most; ++i) add(1.0 / 3);
  ASSERT_NE(distribution_.grid(), nullptr);
  EXPECT_NE(distribution_.quantile({500'000}), 1.0 / 3);
  EXPECT_EQ(value(Statistic::median), 1.0 / 3);
  add(-5.3);
  EXPECT_EQ(value(Statistic(Percentile{0})), -5.3);
  EXPECT_EQ(value(Statistic(Percentile{Percentile::whole})), 1.0 / 3);
}

}  // namespace
}  // namespace winnow::reduce
