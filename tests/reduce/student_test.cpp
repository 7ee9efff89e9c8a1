#include "reduce/student.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

namespace winnow::reduce {
namespace {

TEST(Student, has_its_closed_forms_at_one_and_two_degrees) {
  EXPECT_DOUBLE_EQ(student_quantile_975(1), 1 / std::tan(0.025 * std::numbers::pi));
  EXPECT_DOUBLE_EQ(student_quantile_975(2), 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95)));
}

TEST(Student, leaves_two_and_a_half_percent_above) {
  for (const std::uint64_t degrees :
       {3ULL, 4ULL, 10ULL, 63ULL, 64ULL, 65ULL, 66ULL, 1000ULL, 1000000ULL, 1ULL << 62}) {
    const boost::math::students_t_distribution<double> student(static_cast<double>(degrees));
    EXPECT_NEAR(cdf(complement(student, student_quantile_975(degrees))), 0.025, 1e-15) << degrees;
  }
}

TEST(Student, falls_with_every_degree_towards_the_normal_quantile) {
  for (std::uint64_t degrees = 1; degrees < 200; ++degrees) {
    EXPECT_GT(student_quantile_975(degrees), student_quantile_975(degrees + 1)) << degrees;
  }
  EXPECT_DOUBLE_EQ(student_quantile_975(std::uint64_t{1} << 62), 1.959963984540054);
}

}  // namespace
}  // namespace winnow::reduce
