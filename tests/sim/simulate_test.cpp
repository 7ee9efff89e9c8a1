#include "winnow/sim/simulate.hpp"

#include <gmock/gmock.h>

namespace winnow::sim {
namespace {

using testing::HasSubstr;

SimulationOptions small_machine() {
  SimulationOptions options;
  options.nodes = 4;
  options.ranks = 4;
  options.tasks = 16'000;
  return options;
}

TEST(Simulate, runs_every_task_and_counts_the_work) {
  auto options = small_machine();
  options.cv = 0;
  const auto report = simulate(options, base::ManualClock());
  EXPECT_EQ(report.tasks, 16'000U);
  EXPECT_EQ(report.slots, 16U);
  EXPECT_NEAR(report.work.count, 160, 1e-6);
  EXPECT_NEAR(report.ideal.count, 10, 1e-6);
}

TEST(Simulate, keeps_slots_busy_with_even_tasks) {
  auto options = small_machine();
  options.cv = 0;
  EXPECT_GT(simulate(options, base::ManualClock()).efficiency, 0.95);
}

TEST(Simulate, keeps_slots_busy_with_uneven_tasks) {
  EXPECT_GT(simulate(small_machine(), base::ManualClock()).efficiency, 0.95);
}

TEST(Simulate, gives_the_same_figures_again) {
  const auto one = simulate(small_machine(), base::ManualClock());
  const auto two = simulate(small_machine(), base::ManualClock());
  EXPECT_EQ(one.makespan, two.makespan);
  EXPECT_EQ(one.messages, two.messages);
  EXPECT_EQ(one.bytes, two.bytes);
}

TEST(Simulate, draws_task_times_of_the_mean_asked_for) {
  auto options = small_machine();
  options.tasks = 100'000;
  EXPECT_NEAR(simulate(options, base::ManualClock()).work.count, 1000, 20);
}

TEST(Simulate, runs_a_thousand_nodes) {
  SimulationOptions options;
  options.nodes = 1000;
  options.ranks = 2;
  options.tasks = 20'000;
  EXPECT_EQ(simulate(options, base::ManualClock()).tasks, 20'000U);
}

TEST(Simulate, reports_in_words) {
  SimulationReport report;
  report.ranks = 2000;
  report.efficiency = 0.987;
  report.master_busy = 0.0123;
  const auto text = to_text(report);
  EXPECT_THAT(text, HasSubstr("2,000"));
  EXPECT_THAT(text, HasSubstr("98.7 %"));
  EXPECT_THAT(text, HasSubstr("busy 1.23 %"));
}

}  // namespace
}  // namespace winnow::sim
