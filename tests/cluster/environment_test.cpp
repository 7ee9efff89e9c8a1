#include "winnow/cluster/environment.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace winnow::cluster {
namespace {

TEST(Environment, holds_the_variables_and_binding_of_this_process) {
  ASSERT_EQ(setenv("WINNOW_TEST_VARIABLE", "a=b", 1), 0);
  const auto environment = Environment::of_this_process();
  unsetenv("WINNOW_TEST_VARIABLE");
  EXPECT_EQ(value_of(environment.variables, "WINNOW_TEST_VARIABLE"), "a=b");
  EXPECT_EQ(value_of(environment.variables, "WINNOW_NO_SUCH_VARIABLE"), "");
  EXPECT_FALSE(environment.binding.empty());
  EXPECT_FALSE(environment.hostname.empty());
}

TEST(Environment, does_not_claim_a_binding_on_a_machine_that_hwloc_makes_up) {
  ASSERT_EQ(setenv("HWLOC_SYNTHETIC", "pack:1 core:4 pu:1", 1), 0);
  const auto environment = Environment::of_this_process();
  unsetenv("HWLOC_SYNTHETIC");
  EXPECT_TRUE(environment.binding.empty());
}

}  // namespace
}  // namespace winnow::cluster
