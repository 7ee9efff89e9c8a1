// A master that takes longer for what it hears than the others take to say it: nothing grows without limit.

#include <gmock/gmock.h>

#include <numeric>

#include "winnow/sim/simulation.hpp"

namespace winnow::sim {
namespace {

using base::Seconds;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

/// `nodes` nodes of two ranks each, with tasks of so many seconds, and a master that takes a hundredth of a
/// second for each message.
World slow_world(std::uint32_t nodes, std::uint64_t tasks, Seconds task_time, std::uint32_t queue) {
  std::vector<farm::Node> made(nodes);
  farm::Rank rank = 0;
  for (auto& node : made) node.ranks = {rank++, rank++};
  farm::FarmOptions options;
  options.queue = queue;
  options.batch = 1;
  World world;
  world.setup = std::make_shared<const farm::Setup>(
      farm::Setup{farm::Layout(std::move(made)), options, {{"imagined", 0}}});
  world.tasks = tasks;
  world.script = [task_time](std::uint64_t, std::uint16_t) {
    return TaskScript{TaskScript::End::done, task_time};
  };
  world.master_takes = Seconds{0.01};
  return world;
}

std::vector<std::uint64_t> all_below(std::uint64_t tasks) {
  std::vector<std::uint64_t> numbers(tasks);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

constexpr std::uint32_t any_number = 1'000'000'000;
constexpr std::uint32_t leases_of_a_worker = 2;  ///< one that runs, one that waits

TEST(SlowMaster, is_never_left_with_more_reports_than_each_leader_may_have_waiting) {
  constexpr std::uint32_t nodes = 80;
  constexpr std::uint32_t queue = 5;
  const auto short_run = run(slow_world(nodes, 1'000, Seconds{5}, queue));
  const auto long_run = run(slow_world(nodes, 4'000, Seconds{5}, queue));
  for (const auto* history : {&short_run, &long_run}) {
    EXPECT_EQ(history->ranks[0].finished.ending, farm::Ending::complete);
    EXPECT_LE(history->most_waiting, nodes * (queue + 1) + leases_of_a_worker) << "and each one's last word";
    EXPECT_GT(history->dropped_notes, 0U) << "what the leaders would have told else";
  }
}

TEST(SlowMaster, would_drown_without_a_limit) {
  constexpr std::uint32_t nodes = 80;
  const auto short_run = run(slow_world(nodes, 1'000, Seconds{5}, any_number));
  const auto long_run = run(slow_world(nodes, 4'000, Seconds{5}, any_number));
  EXPECT_GT(long_run.most_waiting, 2 * short_run.most_waiting) << "it grows with the run";
  EXPECT_EQ(long_run.dropped_notes, 0U);
}

TEST(SlowMaster, gets_every_answer_though_few_may_wait_for_it) {
  constexpr std::uint32_t nodes = 4;
  constexpr std::uint32_t queue = 5;
  auto world = slow_world(nodes, 6'000, Seconds{1e-4}, queue);
  world.generation = 3'000;
  const auto history = run(world);
  EXPECT_EQ(history.ranks[0].finished.ending, farm::Ending::complete);
  EXPECT_THAT(history.told, UnorderedElementsAreArray(all_below(6'000)));
  EXPECT_LE(history.most_answers, (nodes - 1) * queue * (queue + 2 * leases_of_a_worker));
}

TEST(SlowMaster, takes_nobody_for_lost_whose_words_wait) {
  constexpr std::uint32_t nodes = 40;
  auto world = slow_world(nodes, 2'000, Seconds{2}, 50);
  auto setup = *world.setup;
  setup.options.heartbeat = Seconds{0.5};
  setup.options.beats_missed = 4;
  world.setup = std::make_shared<const farm::Setup>(std::move(setup));
  const auto history = run(world);
  EXPECT_GT(history.most_waiting, 400U) << "more than it deals with in the time after which a rank is lost";
  EXPECT_THAT(history.ranks[0].finished.lost, IsEmpty());
  EXPECT_EQ(history.ranks[0].finished.ending, farm::Ending::complete);
}

}  // namespace
}  // namespace winnow::sim
