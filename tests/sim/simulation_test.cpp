#include "winnow/sim/simulation.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace winnow::sim {
namespace {

using base::Seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

farm::Setup setup_of(std::vector<std::vector<farm::Rank>> nodes) {
  std::vector<farm::Node> made;
  for (auto& ranks : nodes) made.push_back({std::move(ranks)});
  farm::FarmOptions options;
  options.timeout = Seconds{5};
  return {farm::Layout(std::move(made)), options, {{"imagined", 0}}};
}

World world_of(std::vector<std::vector<farm::Rank>> nodes, std::uint64_t tasks) {
  World world;
  world.setup = std::make_shared<const farm::Setup>(setup_of(std::move(nodes)));
  world.tasks = tasks;
  world.script = [](std::uint64_t, std::uint16_t) { return TaskScript{TaskScript::End::done, Seconds{0.5}}; };
  world.check_messages = true;
  return world;
}

/// The task numbers in the sinks that make up the result.
std::vector<std::uint64_t> result_of(const History& history) {
  std::vector<std::uint64_t> result;
  for (const auto& fate : history.ranks) {
    if (fate.kind != Fate::Kind::finished || !fate.led) continue;
    result.insert(result.end(), fate.folded.begin(), fate.folded.end());
  }
  return result;
}

std::vector<std::uint64_t> all_below(std::uint64_t tasks) {
  std::vector<std::uint64_t> numbers(tasks);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST(Simulation, runs_kernels_on_all_slots_of_all_ranks) {
  auto world = world_of({{0, 1}, {2}}, 12);
  world.slots = 2;
  const auto history = run(world);
  EXPECT_TRUE(history.ended);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(12)));
  EXPECT_NEAR(history.makespan.count, 1.0, 0.01) << "12 tasks of 0.5 s on 6 slots";
}

TEST(Simulation, lets_no_task_wait_behind_a_slow_one_that_goes_alone) {
  auto world = world_of({{0, 1}}, 20);
  world.make_task = [](std::uint64_t) {
    farm::Task task;
    task.alone = true;
    return task;
  };
  world.script = [](std::uint64_t number, std::uint16_t) {
    return TaskScript{TaskScript::End::done, Seconds{number == 0 ? 4.9 : 0.2}};
  };
  EXPECT_NEAR(run(world).makespan.count, 4.9, 0.05) << "while 19 tasks of 0.2 s run on the other slot";
}

TEST(Simulation, tells_a_listening_source_each_result_once_though_a_node_is_lost) {
  auto world = world_of({{0}, {1, 2}}, 60);
  world.generation = 20;
  const auto undisturbed = run(world);
  world.faults = {{Fault::Kind::crash, 1, Seconds{6}, {}}, {Fault::Kind::crash, 2, Seconds{6}, {}}};
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].finished.lost, ElementsAre(1, 2));
  EXPECT_THAT(history.told, UnorderedElementsAreArray(all_below(60)));
  EXPECT_EQ(history.digest, undisturbed.digest);
}

TEST(Simulation, begins_a_generation_when_all_of_the_one_before_were_told) {
  auto world = world_of({{0}, {1}}, 12);
  world.generation = 4;
  const auto history = run(world);
  EXPECT_NEAR(history.makespan.count, 3.0, 0.01) << "three generations of 4 tasks of 0.5 s on 2 slots";
}

TEST(Simulation, repeats_what_a_lost_node_had_folded) {
  auto world = world_of({{0}, {1, 2}}, 60);
  world.faults = {{Fault::Kind::crash, 1, Seconds{6}, {}}, {Fault::Kind::crash, 2, Seconds{6}, {}}};
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].finished.lost, ElementsAre(1, 2));
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(60)));
}

TEST(Simulation, gives_a_node_a_new_leader) {
  auto world = world_of({{0}, {1, 2}}, 60);
  world.faults = {{Fault::Kind::crash, 1, Seconds{3}, {}}};
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].finished.lost, ElementsAre(1));
  EXPECT_TRUE(history.ranks[2].led);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(60)));
}

TEST(Simulation, heals_a_loss_after_the_last_task) {
  auto world = world_of({{0}, {1}}, 4);
  world.faults = {{Fault::Kind::crash, 1, Seconds{0.9}, {}}};
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].finished.lost, ElementsAre(1));
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(4)));
}

TEST(Simulation, fences_a_rank_that_comes_back_too_late) {
  auto world = world_of({{0, 1}}, 60);
  world.faults = {{Fault::Kind::pause, 1, Seconds{1.2}, Seconds{12}}};
  const auto history = run(world);
  EXPECT_EQ(history.ranks[1].kind, Fate::Kind::left);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(60)));
}

TEST(Simulation, lets_a_short_pause_pass) {
  auto world = world_of({{0, 1}}, 60);
  world.faults = {{Fault::Kind::pause, 1, Seconds{1.2}, Seconds{5}}};
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].finished.lost, IsEmpty());
}

TEST(Simulation, convicts_the_task_that_kills_its_ranks) {
  auto world = world_of({{0}, {1, 2, 3}, {4, 5, 6}}, 100);
  world.script = [](std::uint64_t task, std::uint16_t) {
    return TaskScript{task == 40 ? TaskScript::End::kills : TaskScript::End::done, Seconds{0.1}};
  };
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].failed, ElementsAre(40));
  EXPECT_EQ(history.ranks[0].finished.lost.size(), 4U) << "max_retries + 1";
  EXPECT_EQ(result_of(history).size(), 99U);
}

TEST(Simulation, convicts_a_killer_where_every_rank_leads_a_node) {
  auto world = world_of({{0}, {1}, {2}, {3}, {4}, {5}, {6}}, 100);
  world.script = [](std::uint64_t task, std::uint16_t) {
    return TaskScript{task == 90 ? TaskScript::End::kills : TaskScript::End::done, Seconds{0.1}};
  };
  world.faults = {{Fault::Kind::pause, 0, Seconds{0.001}, Seconds{2}}};
  const auto history = run(world);
  EXPECT_EQ(history.ranks[0].kind, Fate::Kind::finished);
  EXPECT_THAT(history.ranks[0].failed, ElementsAre(90));
  EXPECT_EQ(result_of(history).size(), 99U);
}

TEST(Simulation, quarantines_a_task_that_always_hangs_and_loses_no_other) {
  auto world = world_of({{0, 1}, {2, 3}}, 50);
  world.slots = 3;
  world.script = [](std::uint64_t task, std::uint16_t) {
    return TaskScript{task == 7 ? TaskScript::End::hangs : TaskScript::End::done, Seconds{0.1}};
  };
  const auto history = run(world);
  EXPECT_THAT(history.ranks[0].failed, ElementsAre(7));
  EXPECT_EQ(result_of(history).size(), 49U);
  EXPECT_EQ(history.status.queues[0].retried, 3U);
}

TEST(Simulation, ends_when_every_kernel_hangs) {
  auto world = world_of({{0}, {1}}, 50);
  world.script = [](std::uint64_t, std::uint16_t) {
    return TaskScript{TaskScript::End::hangs, Seconds{0.1}};
  };
  const auto history = run(world);
  EXPECT_TRUE(history.ended);
  EXPECT_EQ(history.ranks[0].finished.ending, farm::Ending::no_workers);
}

TEST(Simulation, ends_when_rank_0_is_lost) {
  auto world = world_of({{0, 1}, {2, 3}}, 1000);
  world.faults = {{Fault::Kind::crash, 0, Seconds{2}, {}}};
  const auto history = run(world);
  EXPECT_TRUE(history.ended);
  for (const farm::Rank rank : {1, 2, 3}) {
    EXPECT_EQ(history.ranks[static_cast<std::size_t>(rank)].kind, Fate::Kind::left);
  }
}

World patient_world(Seconds patience) {
  auto world = world_of({{0, 1}, {2, 3}}, 1000);
  auto setup = *world.setup;
  setup.options.timeout = Seconds::never();
  setup.options.stop_patience = patience;
  world.setup = std::make_shared<const farm::Setup>(std::move(setup));
  return world;
}

TEST(Simulation, stops_early_with_what_was_under_way) {
  auto world = patient_world(Seconds{60});
  world.faults = {{Fault::Kind::stop, 3, Seconds{10.1}, {}}};
  const auto history = run(world);
  EXPECT_EQ(history.ranks[2].finished.ending, farm::Ending::stopped);
  EXPECT_GE(result_of(history).size(), 80U);
  EXPECT_LT(result_of(history).size(), 150U);
}

TEST(Simulation, stops_without_a_task_that_hangs) {
  auto world = patient_world(Seconds{1});
  world.script = [](std::uint64_t task, std::uint16_t) {
    return TaskScript{task == 7 ? TaskScript::End::hangs : TaskScript::End::done, Seconds{0.5}};
  };
  world.faults = {{Fault::Kind::stop, 3, Seconds{10.1}, {}}};
  const auto history = run(world);
  EXPECT_TRUE(history.ended);
  for (const auto& fate : history.ranks) EXPECT_EQ(fate.finished.ending, farm::Ending::stopped);
}

/// A node on which each kernel takes a twentieth of the memory, and somebody else up to four fifths of it, in
/// waves of a minute.
class SharedNode {
 public:
  explicit SharedNode(bool permits) : world(world_of({{0, 1}}, 2000)) {
    auto setup = *world.setup;
    setup.options.permits.on = permits;
    setup.options.batch = 1;
    world.setup = std::make_shared<const farm::Setup>(std::move(setup));
    world.slots = 4;
    world.pressure = [this](std::uint32_t /*node*/, std::uint32_t running, Seconds now) {
      const double others = 0.4 - 0.4 * std::cos(now.count / 60 * 2 * std::numbers::pi);
      const double used = others + 0.05 * running;
      fullest = std::max(fullest, used);
      most = std::max(most, running);
      return used;
    };
  }

  World world;
  double fullest = 0;
  std::uint32_t most = 0;
};

TEST(Simulation, keeps_a_node_inside_its_memory_that_others_eat_in_waves) {
  SharedNode node(true);
  const auto history = run(node.world);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(2000)));
  EXPECT_LT(node.fullest, 1.0);
  EXPECT_EQ(node.most, 8U) << "all slots work where there is memory";
  EXPECT_GT(history.status.nodes[0].fewest_permits, 0U);
  EXPECT_LT(history.status.nodes[0].fewest_permits, 8U);
}

TEST(Simulation, keeps_inside_its_memory_though_the_autoscaler_asks_for_more) {
  SharedNode node(true);
  auto setup = *node.world.setup;
  setup.options.autoscale = {.on = true, .queue = 1, .window = Seconds{5}, .interval = Seconds{1}};
  node.world.setup = std::make_shared<const farm::Setup>(std::move(setup));
  const auto history = run(node.world);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(2000)));
  EXPECT_LT(node.fullest, 1.0);
  EXPECT_GT(history.status.nodes[0].wanted, 8U);
}

TEST(Simulation, runs_fewer_tasks_at_once_the_fewer_wait_where_an_autoscaler_says_so) {
  auto world = world_of({{0, 1}}, 800);
  world.slots = 4;
  world.script = [](std::uint64_t, std::uint16_t) { return TaskScript{TaskScript::End::done, Seconds{1}}; };
  auto setup = *world.setup;
  setup.options.batch = 1;
  setup.options.autoscale = {.on = true, .queue = 20, .window = Seconds{5}, .interval = Seconds{1}};
  world.setup = std::make_shared<const farm::Setup>(std::move(setup));
  std::uint32_t most = 0;
  std::uint32_t last = 0;
  world.pressure = [&](std::uint32_t, std::uint32_t running, Seconds) {
    most = std::max(most, running);
    if (running > 0) last = running;
    return 0.0;
  };
  const auto history = run(world);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(800)));
  EXPECT_EQ(most, 8U);
  EXPECT_EQ(last, 1U);
  EXPECT_EQ(history.status.nodes[0].scale_cause, farm::ScaleCause::queue);
  EXPECT_EQ(history.status.nodes[0].fewest_permits, 0U) << "memory was never short";
}

TEST(Simulation, would_overrun_that_memory_without_permits) {
  SharedNode node(false);
  const auto history = run(node.world);
  EXPECT_THAT(result_of(history), UnorderedElementsAreArray(all_below(2000)));
  EXPECT_GT(node.fullest, 1.0);
}

}  // namespace
}  // namespace winnow::sim
