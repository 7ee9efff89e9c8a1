#include "winnow/study/population_size.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(PopulationSize, grows_with_the_parameters_only_if_it_says_so) {
  EXPECT_EQ(PopulationSize(60).of(10), 60u);
  EXPECT_EQ(PopulationSize::per_parameter(15).of(10), 150u);
  EXPECT_NE(PopulationSize(15), PopulationSize::per_parameter(15));
}

}  // namespace
}  // namespace winnow::study
