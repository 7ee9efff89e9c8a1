#include "report/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::report {
namespace {

std::string joined(const Uncertain& number) {
  return number.value + "|" + number.uncertainty;
}

TEST(UncertainText, gives_two_digits_of_the_uncertainty_and_the_value_to_the_same_place) {
  EXPECT_EQ(joined(uncertain_text(0.682796, 0.01234)), "0.683|0.012");
  EXPECT_EQ(joined(uncertain_text(5655.5583, 123.4)), "5656|123");
  EXPECT_EQ(joined(uncertain_text(20503, 0.5)), "20503.00|0.50");
  EXPECT_EQ(joined(uncertain_text(-3.14159, 2)), "-3.1|2.0");
}

TEST(UncertainText, leaves_out_an_uncertainty_that_says_nothing) {
  EXPECT_EQ(joined(uncertain_text(0.5, std::nan(""))), "0.5|");
  EXPECT_EQ(joined(uncertain_text(0.5, 0)), "0.5|");
  EXPECT_EQ(joined(uncertain_text(std::nan(""), 1)), "nan|");
}

TEST(UncertainText, goes_over_to_exponents_where_digits_would_run_away) {
  EXPECT_EQ(joined(uncertain_text(1.5e12, 2e10)), "1.5e+12|2e+10");
  EXPECT_EQ(joined(uncertain_text(1.5e-12, 2e-13)), "1.5e-12|2e-13");
}

TEST(PerSecondText, tells_rates_below_one) {
  EXPECT_EQ(per_second_text(15'000.7), "15,000");
  EXPECT_EQ(per_second_text(0.0714), "0.071");
  EXPECT_EQ(per_second_text(0), "0");
}

TEST(ColumnsOf, counts_code_points) {
  EXPECT_EQ(columns_of("a ± b"), 5);
  EXPECT_EQ(columns_of(""), 0);
}

}  // namespace
}  // namespace winnow::report
