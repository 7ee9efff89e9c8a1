#include "app/job/rank_use.hpp"

#include <gmock/gmock.h>

#include "support/thread_team.hpp"
#include "winnow/base/clock.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using watch::Growth;
using watch::Quantity;

/// Ranks 0 and 2 are on alpha, rank 1 on beta.
cluster::Cluster two_nodes() {
  cluster::Cluster cluster;
  cluster.nodes.resize(2);
  cluster.nodes[0].facts.hostname = "alpha";
  cluster.nodes[0].ranks = {cluster::NodeRank{0, {}}, cluster::NodeRank{2, {}}};
  cluster.nodes[1].facts.hostname = "beta";
  cluster.nodes[1].ranks = {cluster::NodeRank{1, {}}};
  return cluster;
}

RankUse use_of(int rank, double growth_a_minute = 0) {
  RankUse use;
  use.rank = rank;
  use.samples = 3;
  use.first = watch::Sample(base::Seconds{1});
  use.first.set(Quantity::cpu_time, base::Seconds{2});
  use.last = watch::Sample(base::Seconds{9});
  use.last.set(Quantity::cpu_time, base::Seconds{7});
  use.greatest.set(Quantity::peak_resident, base::mebibytes(10));
  const auto slope = growth_a_minute / 60;
  use.growth = Growth{slope, slope * 0.5, slope * 2, base::Seconds{120}};
  return use;
}

TEST(RankUse, of_a_counter_is_what_the_run_added) {
  EXPECT_EQ(use_of(0).rise(Quantity::cpu_time), 5);
  EXPECT_TRUE(std::isnan(use_of(0).rise(Quantity::read)));
}

TEST(RankUse, until_now_has_a_first_and_a_last_sample_even_without_an_interval) {
  const base::SteadyClock clock;
  watch::Sampler sampler({.interval = std::nullopt}, clock);
  sampler.start();
  const auto use = use_until_now(4, sampler);
  EXPECT_EQ(use.rank, 4);
  EXPECT_EQ(use.samples, 2u);
  EXPECT_LE(use.first.time, use.last.time);
  EXPECT_GE(*use.greatest[Quantity::resident], *use.least[Quantity::resident]);
  EXPECT_TRUE(use.last[Quantity::allocated].has_value());
  EXPECT_FALSE(use.growth.has_value());
}

TEST(RankUse, is_known_to_all_ranks_once_gathered) {
  test::ThreadTeam::run(3, [](base::Team& team) {
    auto mine = use_of(team.rank(), 600);
    if (team.rank() == 1) mine.growth.reset();
    mine.least.set(Quantity::threads, 1.0 + team.rank());
    const auto all = gather(mine, team);
    ASSERT_EQ(all.size(), 3u);
    for (int rank = 0; rank < 3; ++rank) {
      const auto& use = all[static_cast<std::size_t>(rank)];
      EXPECT_EQ(use.rank, rank);
      EXPECT_EQ(use.samples, 3u);
      EXPECT_EQ(use.first.time, base::Seconds{1});
      EXPECT_EQ(use.greatest.bytes(Quantity::peak_resident), base::mebibytes(10));
      EXPECT_EQ(use.least[Quantity::threads], 1 + rank);
      EXPECT_FALSE(use.greatest[Quantity::threads].has_value());
      EXPECT_EQ(use.growth.has_value(), rank != 1);
      EXPECT_FALSE(use.node_growth.has_value());
    }
    EXPECT_EQ(all[2].growth->upper, 20);
  });
}

TEST(NodePeaks, are_those_of_their_ranks_together) {
  EXPECT_THAT(node_peaks({use_of(0), use_of(1), use_of(2)}, two_nodes()),
              ElementsAre(base::mebibytes(20), base::mebibytes(10)));
  EXPECT_THAT(node_peaks({use_of(0)}, two_nodes()), ElementsAre(base::mebibytes(10), base::Bytes{0}));
}

TEST(GrowthNote, names_the_rank_that_grows_most_and_counts_the_others) {
  const auto note = growth_note({use_of(0, 30e6), use_of(1, 60e6), use_of(2, 1e6)}, base::Bytes{10'000'000},
                                two_nodes(), "c.h5");
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(
      *note,
      "the memory of rank 1 on beta grew by 57.2 MiB a minute until the end (28.6 MiB to 114 MiB, 95 % "
      "confidence), that of 1 more rank too: a leak, if nothing explains it; winnow show c.h5 run/memory");
}

TEST(GrowthNote, is_there_only_where_growth_is_above_the_threshold_without_doubt) {
  const base::Bytes threshold{10'000'000};
  EXPECT_FALSE(growth_note({use_of(0, 20e6)}, threshold, two_nodes(), "c.h5").has_value());  // lower: 10e6
  EXPECT_TRUE(growth_note({use_of(0, 21e6)}, threshold, two_nodes(), "c.h5").has_value());
  auto unknown = use_of(0, 1e9);
  unknown.growth.reset();
  EXPECT_FALSE(growth_note({unknown}, threshold, two_nodes(), "c.h5").has_value());
}

}  // namespace
}  // namespace winnow::app
