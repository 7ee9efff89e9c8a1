#include "winnow/reduce/statistic.hpp"

#include <gmock/gmock.h>

#include <string_view>
#include <vector>

namespace winnow::reduce {
namespace {

TEST(Statistic, is_named_as_studies_write_it) {
  std::vector<std::string_view> names;
  for (const auto statistic : all_statistics) names.push_back(name_of(statistic));
  EXPECT_THAT(names, testing::ElementsAre("count", "missing", "mean", "std", "sem", "ci95", "min", "max"));
}

TEST(Statistic, is_found_by_its_exact_name_only) {
  for (const auto statistic : all_statistics) EXPECT_EQ(statistic_named(name_of(statistic)), statistic);
  for (const auto* name : {"", "Mean", "minimum", "median", "std "})
    EXPECT_FALSE(statistic_named(name)) << name;
}

TEST(Statistic, is_evaluated_as_the_moments_say) {
  Moments moments;
  for (const double x : {1.0, 2.0, 6.0, 7.0, std::numeric_limits<double>::quiet_NaN()}) moments.add(x);
  EXPECT_EQ(evaluate(Statistic::count, moments), 4.0);
  EXPECT_EQ(evaluate(Statistic::missing, moments), 1.0);
  EXPECT_EQ(evaluate(Statistic::mean, moments), 4.0);
  EXPECT_EQ(evaluate(Statistic::std, moments), moments.standard_deviation());
  EXPECT_EQ(evaluate(Statistic::sem, moments), moments.standard_error());
  EXPECT_EQ(evaluate(Statistic::ci95, moments), moments.confidence_95());
  EXPECT_EQ(evaluate(Statistic::minimum, moments), 1.0);
  EXPECT_EQ(evaluate(Statistic::maximum, moments), 7.0);
}

}  // namespace
}  // namespace winnow::reduce
