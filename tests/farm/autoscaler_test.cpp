#include "farm/autoscaler.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

using base::Seconds;
using Load = Autoscaler::Load;

constexpr std::uint32_t slots = 16;

AutoscaleRules rules() {
  return {
      .on = true, .cpu = 0.70, .memory = 0.80, .queue = 50, .window = Seconds{60}, .interval = Seconds{5}};
}

class AutoscalerTest : public testing::Test {
 protected:
  /// Looks as often as the rules say, for so long.
  void look(const Load& load, double seconds) {
    for (const auto end = now_ + seconds; now_ < end; now_ += 5) scaler_.look(load, slots, Seconds{now_});
  }

  [[nodiscard]] std::uint32_t allowed() const { return std::min(scaler_.allowed(), slots); }

  Autoscaler scaler_{rules()};
  double now_ = 0;
};

TEST_F(AutoscalerTest, allows_all_until_something_is_known) {
  EXPECT_FALSE(scaler_.are_scarce());
  look({}, 600);
  EXPECT_FALSE(scaler_.are_scarce());
  EXPECT_EQ(scaler_.cause(), ScaleCause::none);
}

TEST_F(AutoscalerTest, follows_the_formula_for_processor_time) {
  look({.cpu = 2.8}, 120);
  EXPECT_EQ(allowed(), 4U);  // ceil(16 · (2.8 / 16) / 0.7)
  EXPECT_EQ(scaler_.cause(), ScaleCause::cpu);
}

TEST_F(AutoscalerTest, follows_the_formula_for_what_waits) {
  look({.waiting = 149}, 120);
  EXPECT_EQ(allowed(), 3U);
  EXPECT_EQ(scaler_.cause(), ScaleCause::queue);
}

TEST_F(AutoscalerTest, follows_any_other_measure) {
  auto own = rules();
  own.metric = 10;
  Autoscaler scaler(own);
  for (int second = 0; second < 70; second += 5) scaler.look({.metric = 2.5}, slots, Seconds{double(second)});
  EXPECT_EQ(scaler.allowed(), 4U);
  EXPECT_EQ(scaler.cause(), ScaleCause::metric);
}

TEST_F(AutoscalerTest, takes_the_measure_that_asks_for_most) {
  look({.cpu = 0.7, .waiting = 400}, 120);
  EXPECT_EQ(allowed(), 8U);
  EXPECT_EQ(scaler_.cause(), ScaleCause::queue);
}

TEST_F(AutoscalerTest, changes_nothing_within_a_tenth_of_the_target) {
  look({.cpu = 2.8}, 120);
  look({.cpu = 4 * 0.7 * 0.91}, 600);
  EXPECT_EQ(allowed(), 4U);
  look({.cpu = 4 * 0.7 * 1.09}, 600);
  EXPECT_EQ(allowed(), 4U);
  look({.cpu = 4 * 0.7 * 1.12}, 5);
  EXPECT_EQ(allowed(), 5U);
}

TEST_F(AutoscalerTest, allows_fewer_only_when_that_was_asked_for_throughout_the_window) {
  look({.cpu = 2.8}, 60);
  EXPECT_EQ(allowed(), slots) << "the first advice has not left the window";
  look({.cpu = 2.8}, 5);
  EXPECT_EQ(allowed(), 4U);
}

TEST_F(AutoscalerTest, does_not_flap_with_what_it_measures) {
  look({.cpu = 2.8}, 120);
  for (int swing = 0; swing < 20; ++swing) {
    look({.cpu = 5.6}, 5);
    EXPECT_EQ(allowed(), 8U);
    look({.cpu = 1.4}, 25);
    EXPECT_EQ(allowed(), 8U);
  }
}

TEST_F(AutoscalerTest, allows_more_at_once) {
  look({.cpu = 0.7}, 120);
  EXPECT_EQ(allowed(), 1U);
  look({.cpu = 0.7, .waiting = 1e6}, 5);
  EXPECT_EQ(allowed(), slots);
  EXPECT_FALSE(scaler_.are_scarce());
}

TEST_F(AutoscalerTest, stays_between_floor_and_ceiling) {
  auto own = rules();
  own.floor = 3;
  own.ceiling = 6;
  Autoscaler scaler(own);
  double now = 0;
  for (; now < 70; now += 5) scaler.look({.cpu = 0.01}, slots, Seconds{now});
  EXPECT_EQ(scaler.allowed(), 3U);
  for (; now < 100; now += 5) scaler.look({.waiting = 1e6}, slots, Seconds{now});
  EXPECT_EQ(scaler.allowed(), 6U);
}

TEST_F(AutoscalerTest, never_allows_none) {
  look({.cpu = 0, .waiting = 0}, 600);
  EXPECT_EQ(allowed(), 1U);
}

TEST_F(AutoscalerTest, has_memory_win_over_all_that_asks_for_more_and_at_once) {
  look({.memory = 0.8, .waiting = 1e6}, 60);
  EXPECT_EQ(allowed(), slots);
  look({.memory = 0.9, .waiting = 1e6}, 5);
  EXPECT_EQ(allowed(), 14U);  // floor(16 · 0.8 / 0.9)
  EXPECT_EQ(scaler_.cause(), ScaleCause::memory);
  look({.memory = 0.9, .waiting = 1e6}, 5);
  EXPECT_EQ(allowed(), 12U);
}

TEST_F(AutoscalerTest, never_takes_memory_for_a_reason_to_run_more) {
  look({.cpu = 2.8}, 120);
  look({.cpu = 2.8, .memory = 0.01}, 120);
  EXPECT_EQ(allowed(), 4U);
}

TEST_F(AutoscalerTest, tells_what_was_wanted_throughout_a_window_however_much_there_is) {
  look({.waiting = 2000}, 55);
  EXPECT_EQ(scaler_.wanted(), 0U);
  look({.waiting = 2000}, 70);
  EXPECT_EQ(scaler_.wanted(), 40U);
  EXPECT_EQ(allowed(), slots);
  look({.waiting = 5000}, 5);
  look({.waiting = 100}, 300);
  EXPECT_EQ(scaler_.wanted(), 40U) << "5000 waited for a moment only";
}

TEST_F(AutoscalerTest, wants_no_more_than_there_are_tasks_for) {
  look({.waiting = 2000, .tasks = 30}, 125);
  EXPECT_EQ(scaler_.wanted(), 30U);
}

TEST_F(AutoscalerTest, wants_no_more_than_the_studys_ceiling) {
  auto own = rules();
  own.ceiling = 3;
  Autoscaler scaler(own);
  for (int second = 0; second < 70; second += 5)
    scaler.look({.waiting = 2000, .tasks = 2000}, slots, Seconds{double(second)});
  EXPECT_EQ(scaler.wanted(), 3U);
}

TEST_F(AutoscalerTest, tells_of_a_target_that_no_number_would_meet) {
  auto own = rules();
  own.metric = 1e-9;
  Autoscaler scaler(own);
  for (int second = 0; second < 70; second += 5)
    scaler.look({.metric = 0.2, .tasks = 30}, slots, Seconds{double(second)});
  EXPECT_EQ(scaler.wanted(), most_wanted);
}

}  // namespace
}  // namespace winnow::farm
