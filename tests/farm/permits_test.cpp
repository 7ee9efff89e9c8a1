#include "farm/permits.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

using base::Seconds;

constexpr std::uint32_t slots = 8;
constexpr double eta = 0.75;
constexpr double below = 0.5;
constexpr double between = 0.7;  ///< above 0.9 · eta
constexpr double above = 0.8;

class PermitsTest : public testing::Test {
 protected:
  void look(double used, double second, std::uint32_t running = slots) {
    permits.look(used, slots, running, Seconds{second});
  }

  Permits permits{
      PermitRules{.on = true, .eta = eta, .hold = 0.9, .step = Seconds{1}, .interval = Seconds{0.2}}};
};

TEST_F(PermitsTest, are_as_many_as_slots_while_memory_does_not_press) {
  look(below, 0);
  EXPECT_FALSE(permits.are_scarce());
  EXPECT_GE(permits.allowed(), slots);
}

TEST_F(PermitsTest, are_no_more_than_what_runs_from_nine_tenths_of_eta_on) {
  look(0.9 * eta - 1e-9, 0, 5);
  EXPECT_FALSE(permits.are_scarce());
  look(0.9 * eta, 0.2, 5);
  EXPECT_EQ(permits.allowed(), 5U);
}

TEST_F(PermitsTest, hold_the_number_that_ran_when_memory_began_to_press) {
  look(between, 0, 6);
  look(between, 0.2, 2);  // between two tasks, say
  EXPECT_EQ(permits.allowed(), 6U);
}

TEST_F(PermitsTest, are_halved_at_eta_once_a_step) {
  look(eta - 1e-9, 0);
  EXPECT_EQ(permits.allowed(), 8U);
  look(eta, 0.2);
  EXPECT_EQ(permits.allowed(), 4U);
  look(above, 0.4);
  EXPECT_EQ(permits.allowed(), 4U) << "what ends has not given its memory back yet";
  look(above, 1.2);
  EXPECT_EQ(permits.allowed(), 2U);
}

TEST_F(PermitsTest, are_never_below_one) {
  for (int second = 0; second < 10; ++second) look(1.0, second, 0);
  EXPECT_EQ(permits.allowed(), 1U);
}

TEST_F(PermitsTest, come_back_one_a_step_up_to_the_slots) {
  look(above, 0);
  look(between, 1);
  EXPECT_EQ(permits.allowed(), 4U) << "between the thresholds nothing moves";
  look(below, 1.5);
  EXPECT_EQ(permits.allowed(), 4U) << "a step has not passed since memory pressed";
  for (int step = 1; step <= 3; ++step) {
    look(below, 1 + step);
    EXPECT_EQ(permits.allowed(), 4U + static_cast<unsigned>(step));
    look(below, 1.5 + step);
    EXPECT_EQ(permits.allowed(), 4U + static_cast<unsigned>(step));
  }
  look(below, 5);
  EXPECT_FALSE(permits.are_scarce());
}

TEST_F(PermitsTest, are_due_for_a_look_at_their_interval) {
  look(below, 3);
  EXPECT_DOUBLE_EQ(permits.next_look().count, 3.2);
}

}  // namespace
}  // namespace winnow::farm
