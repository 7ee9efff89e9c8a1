#include "evolve/elementary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "winnow/base/random.hpp"

namespace winnow::evolve {
namespace {

constexpr long double pi = 3.141592653589793238462643383279502884L;

/// The distance to the exact result in units of the last place.
double error_in_ulps(double computed, long double exact) {
  const double rounded = static_cast<double>(exact);
  const double ulp =
      std::nextafter(std::abs(rounded), std::numeric_limits<double>::infinity()) - std::abs(rounded);
  return static_cast<double>(std::abs(computed - exact) / ulp);
}

TEST(Elementary, exp_and_log_are_right_to_three_ulp) {
  base::RandomSequence random(1, 0);
  for (int i = 0; i < 20000; ++i) {
    const double x = 1400 * random.uniform() - 700;
    EXPECT_LT(error_in_ulps(elementary::exp(x), std::exp(static_cast<long double>(x))), 3) << x;
    const double y = std::exp(x);
    EXPECT_LT(error_in_ulps(elementary::log(y), std::log(static_cast<long double>(y))), 3) << y;
    const double near_one = 0.5 + random.uniform();
    EXPECT_LT(error_in_ulps(elementary::log(near_one), std::log(static_cast<long double>(near_one))), 3)
        << near_one;
  }
}

TEST(Elementary, exp_and_log_keep_their_limits) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(elementary::exp(0), 1);
  EXPECT_EQ(elementary::exp(710), infinity);
  EXPECT_EQ(elementary::exp(-infinity), 0);
  EXPECT_TRUE(std::isnan(elementary::exp(std::nan(""))));
  EXPECT_EQ(elementary::log(1), 0);
  EXPECT_EQ(elementary::log(0), -infinity);
  EXPECT_EQ(elementary::log(infinity), infinity);
  EXPECT_TRUE(std::isnan(elementary::log(-1)));
  EXPECT_NEAR(elementary::log(5e-324), std::log(5e-324), 1e-12);
  EXPECT_NEAR(elementary::exp(-740) / std::exp(-740), 1, 1e-2);
}

TEST(Elementary, sin_and_cos_err_by_less_than_an_ulp_of_one) {
  base::RandomSequence random(2, 0);
  for (int i = 0; i < 20000; ++i) {
    const double x = (random.uniform() - 0.5) * 1e5;
    EXPECT_NEAR(elementary::sin(x), static_cast<double>(std::sin(static_cast<long double>(x))), 3e-16) << x;
    EXPECT_NEAR(elementary::cos(x), static_cast<double>(std::cos(static_cast<long double>(x))), 3e-16) << x;
    const double t = (random.uniform() - 0.5) * 1e3;
    const long double rest = static_cast<long double>(t) - std::floor(static_cast<long double>(t));
    EXPECT_NEAR(elementary::sin_turns(t), static_cast<double>(std::sin(2 * pi * rest)), 5e-16) << t;
    EXPECT_NEAR(elementary::cos_turns(t), static_cast<double>(std::cos(2 * pi * rest)), 5e-16) << t;
  }
}

TEST(Elementary, whole_and_quarter_turns_are_exact) {
  for (const double turns : {0.0, 1.0, -3.0, 1e12, 0x1p60}) {
    EXPECT_EQ(elementary::sin_turns(turns), 0);
    EXPECT_EQ(elementary::cos_turns(turns), 1);
  }
  EXPECT_EQ(elementary::sin_turns(0.25), 1);
  EXPECT_EQ(elementary::cos_turns(0.25), 0);
  EXPECT_EQ(elementary::cos_turns(-7.5), -1);
}

TEST(Elementary, pow_is_that_of_the_library_but_for_the_last_bits) {
  for (const double x : {1e-5, 0.3, 1.0, 2.0, 1e10}) {
    for (const double y : {-3.5, 0.0, 0.2, 1.0, 6.0}) {
      EXPECT_NEAR(elementary::pow(x, y) / std::pow(x, y), 1, 1e-13) << x << "^" << y;
    }
  }
  EXPECT_EQ(elementary::pow(0, 0), 1);
  EXPECT_EQ(elementary::pow(0, 2), 0);
}

}  // namespace
}  // namespace winnow::evolve
