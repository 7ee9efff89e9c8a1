#include "report/number_format.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::report {
namespace {

TEST(NumberFormat, formats_as_printf_does) {
  EXPECT_EQ(NumberFormat::parse("%.4f")->text(1.0 / 3), "0.3333");
  EXPECT_EQ(NumberFormat::parse("%-8.2e")->text(12345), "1.23e+04");
  EXPECT_EQ(NumberFormat::parse("%g")->text(0.5), "0.5");
  EXPECT_EQ(NumberFormat::parse("%99.99f")->text(-1.7e308).size(), 410);
}

TEST(NumberFormat, writes_nan_without_a_sign) {
  EXPECT_EQ(NumberFormat::parse("%.4f")->text(-std::nan("")), "nan");
}

TEST(NumberFormat, refuses_what_is_no_single_conversion_of_a_number) {
  for (const auto* bad :
       {"", "%", "%d", "%s", "%n", "%.4f%n", "x%.4f", "%.4lf", "%*f", "%100f", "%.4f ", "%.100f"}) {
    EXPECT_FALSE(NumberFormat::parse(bad)) << bad;
  }
  EXPECT_EQ(
      NumberFormat::parse("%d").error().text(),
      "bad number format \"%d\" (it is no conversion of printf for a number): write %.4f, %g or the like");
}

}  // namespace
}  // namespace winnow::report
