#include "app/watch/node_memory.hpp"

#include <gtest/gtest.h>

#include "plan/clusters.hpp"

namespace winnow::app {
namespace {

using base::mebibytes;

/// Two nodes of two ranks and one of one.
struct Machine {
  cluster::Cluster cluster;
  plan::Plan plan;

  Machine() {
    int rank = 0;
    for (const int ranks : {2, 2, 1}) {
      auto node = test::node_of("node", 2, base::gibibytes(1));
      for (int i = 0; i < ranks; ++i) node.ranks.push_back({rank++, node.usable});
      cluster.nodes.push_back(std::move(node));
    }
    plan = plan::solve(cluster, {}, {}).value();
    for (auto& node : plan.nodes) node.chunk = mebibytes(1);
  }
};

RankMemory memory(std::uint64_t idle, std::uint64_t peak, std::uint64_t processes = 0,
                  std::uint64_t kernels = 1) {
  return {mebibytes(idle), mebibytes(peak), mebibytes(processes), kernels};
}

const std::vector<RankMemory> ranks{memory(30, 45), memory(30, 35), memory(30, 40, 100), memory(30, 35, 100),
                                    memory(20, 25)};

RankUse use(int rank, std::uint64_t idle, std::uint64_t peak) {
  RankUse use;
  use.rank = rank;
  use.first.set(watch::Quantity::resident, static_cast<double>(mebibytes(idle).count));
  use.greatest.set(watch::Quantity::peak_resident, static_cast<double>(mebibytes(peak).count));
  return use;
}

TEST(NodeMemory, adds_up_what_is_on_a_node) {
  const Machine machine;
  EXPECT_EQ(node_peaks({use(0, 30, 45), use(2, 30, 40), use(3, 30, 35)}, machine.cluster,
                       {{}, {mebibytes(100)}, {mebibytes(150), mebibytes(50)}}, {}),
            (std::vector{mebibytes(45), mebibytes(375), mebibytes(0)}))
      << "of the ranks alive";
}

TEST(NodeMemory, counts_the_largest_processes_of_as_many_kernels_as_ran_at_once) {
  const Machine machine;
  const std::vector uses{use(0, 30, 45), use(1, 30, 35), use(2, 30, 40), use(3, 30, 35)};
  const RankProcesses processes{{}, {}, {mebibytes(100), mebibytes(80)}, {mebibytes(90), mebibytes(70)}};
  std::vector<farm::NodeStatus> seen(3);
  seen[1].busiest = 2;
  EXPECT_EQ(node_peaks(uses, machine.cluster, processes, seen)[1], mebibytes(40 + 35 + 100 + 90));
  seen[1].peak = mebibytes(300);
  EXPECT_EQ(node_peaks(uses, machine.cluster, processes, seen)[1], mebibytes(300))
      << "plugins that waited kept theirs";
  seen[1].busiest = 4;
  EXPECT_EQ(node_peaks(uses, machine.cluster, processes, seen)[1], mebibytes(40 + 35 + 340));
}

TEST(NodeMemory, of_a_node_is_no_less_than_was_seen_before_a_rank_was_lost) {
  const Machine machine;
  std::vector<farm::NodeStatus> seen(3);
  seen[0].peak = mebibytes(80);
  seen[1].peak = mebibytes(90);  // none was lost there
  EXPECT_EQ(node_peaks({use(0, 30, 45), use(2, 30, 40), use(3, 30, 35)}, machine.cluster, {{}, {}, {}}, seen),
            (std::vector{mebibytes(80), mebibytes(75), mebibytes(0)}));
}

TEST(NodeMemory, takes_the_first_sample_for_what_a_rank_takes_before_any_work) {
  const auto memory = memory_of({use(0, 30, 45)}, {{mebibytes(3), mebibytes(4)}}, {3});
  ASSERT_EQ(memory.size(), 1U);
  EXPECT_EQ(memory[0].idle, mebibytes(30));
  EXPECT_EQ(memory[0].peak, mebibytes(45));
  EXPECT_EQ(memory[0].processes, mebibytes(7));
  EXPECT_EQ(memory[0].kernels, 3U);
}

TEST(NodeMemory, shows_the_highest_of_nodes_that_are_alike) {
  const Machine machine;
  const auto seen = observations_of(ranks, machine.cluster, machine.plan);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0], (plan::Observation{.ranks = 2,
                                        .workers = 2,
                                        .pieces = mebibytes(2),
                                        .idle = mebibytes(60),
                                        .shared = mebibytes(5),
                                        .peak = mebibytes(275)}));
  EXPECT_EQ(seen[1].peak, mebibytes(25));
  EXPECT_EQ(seen[1].shared, mebibytes(0)) << "a rank alone shows nothing of what is shared";
}

TEST(NodeMemory, leaves_out_nodes_without_work) {
  const Machine machine;
  auto without = ranks;
  without[4].kernels = 0;
  EXPECT_EQ(observations_of(without, machine.cluster, machine.plan).size(), 1U);
}

TEST(NodeMemory, takes_for_workers_no_kernels_that_had_nothing_to_do) {
  Machine machine;
  machine.plan.nodes[2].workers = 4;
  auto few = ranks;
  few[4].kernels = 3;
  EXPECT_EQ(observations_of(few, machine.cluster, machine.plan)[1].workers, 3U);
  EXPECT_EQ(observations_of(few, machine.cluster, machine.plan)[1].pieces, mebibytes(3));
}

/// Of the first two nodes: ranks of which the second had nothing to do, and none that had.
std::vector<RankMemory> with_one_that_worked() {
  auto memory = ranks;
  for (const std::size_t rank : {1, 2, 3}) memory[rank].kernels = 0;
  return memory;
}

TEST(NodeMemory, compares_the_leader_with_ranks_that_worked_like_it) {
  const Machine machine;
  EXPECT_EQ(observations_of(with_one_that_worked(), machine.cluster, machine.plan)[0].shared, mebibytes(0));
}

TEST(NodeMemory, tells_what_ranks_without_work_took) {
  const Machine machine;
  const auto seen = observations_of(with_one_that_worked(), machine.cluster, machine.plan);
  EXPECT_EQ(seen[0].spare, mebibytes(35)) << "of its second rank";
  EXPECT_EQ(seen.back().spare, mebibytes(0)) << "all had work";
}

TEST(NodeMemory, tells_of_as_many_ranks_without_work_as_the_kernels_that_worked_could_have_left) {
  const Machine machine;
  auto uneven = with_one_that_worked();
  uneven[0].kernels = 2;
  EXPECT_EQ(observations_of(uneven, machine.cluster, machine.plan)[0].spare, mebibytes(0));
}

TEST(NodeMemory, counts_processes_of_all_ranks) {
  base::SoloTeam alone;
  const std::vector mine{mebibytes(3), mebibytes(0)};
  EXPECT_EQ(gather_processes(alone, mine), RankProcesses{mine});
}

}  // namespace
}  // namespace winnow::app
