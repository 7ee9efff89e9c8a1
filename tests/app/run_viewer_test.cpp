#include "app/watch/run_viewer.hpp"

#include <gmock/gmock.h>

#include "plan/clusters.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;

TEST(NodeNames, tell_nodes_of_one_name_apart) {
  plan::Plan plan;
  plan.nodes.resize(3);
  for (auto& node : plan.nodes) node.hostname = "n1";
  plan.nodes[1].hostname = "n2";
  EXPECT_THAT(node_names(plan), ElementsAre("n1", "n2", "n1#2"));
}

/// Two nodes, of two ranks and of one, each with a worker.
class TwoNodes : public testing::Test {
 protected:
  TwoNodes() {
    int rank = 0;
    for (const int ranks : {2, 1}) {
      auto node = test::node_of("node", 2, base::gibibytes(1));
      for (int i = 0; i < ranks; ++i) node.ranks.push_back({rank++, node.usable});
      cluster.nodes.push_back(std::move(node));
    }
    plan = plan::solve(cluster, {}, {}).value();
    plan.nodes[0].kernels = {1, 1};
    plan.nodes[1].kernels = {1};
  }

  static RankUse use(int rank, std::uint64_t resident, std::uint64_t programs) {
    RankUse use;
    use.rank = rank;
    use.last.set(watch::Quantity::resident, base::mebibytes(resident));
    use.last.set(watch::Quantity::children_resident, base::mebibytes(programs));
    return use;
  }

  cluster::Cluster cluster;
  plan::Plan plan;
  std::vector<base::Bytes> peaks{base::mebibytes(300), base::mebibytes(90)};
};

TEST_F(TwoNodes, at_the_end_tell_what_was_measured_however_little_was_seen_of_them_before) {
  const auto nodes = nodes_at_end(cluster, plan, {}, {use(0, 40, 10), use(1, 30, 0), use(2, 20, 0)}, peaks);
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0], (report::NodeView{"node", 2, 2, 2, base::mebibytes(80), base::mebibytes(300),
                                        plan.nodes[0].limit}));
  EXPECT_EQ(nodes[1], (report::NodeView{"node#2", 1, 1, 1, base::mebibytes(20), base::mebibytes(90),
                                        plan.nodes[1].limit}));
}

TEST_F(TwoNodes, at_the_end_count_neither_lost_ranks_nor_permits_that_memory_took_away) {
  std::vector<farm::NodeStatus> seen(2);
  seen[0].permits = 1;
  seen[0].fewest_permits = 1;
  const auto nodes = nodes_at_end(cluster, plan, seen, {use(0, 40, 0), use(1, 30, 0)}, peaks);
  EXPECT_EQ(nodes[0].permits, 1U);
  EXPECT_EQ(nodes[1].ranks, 0U);
  EXPECT_EQ(nodes[1].workers, 0U);
}

TEST_F(TwoNodes, are_seen_by_their_first_ranks_which_tell_of_themselves_too) {
  std::map<int, watch::Sample> by_rank;
  by_rank[1].set(watch::Quantity::resident, base::Bytes{1000});
  by_rank[2].set(watch::Quantity::resident, base::Bytes{2000});
  by_rank[2].set(watch::Quantity::node_in_use, base::Bytes{5000});
  report::RunView view;
  view_samples(by_rank, cluster, {"n1", "n2"}, view);
  ASSERT_EQ(view.processes.size(), 2U) << "rank 0 has not told yet";
  EXPECT_EQ(view.processes[0].rank, 1);
  EXPECT_EQ(view.processes[0].node, "n1");
  EXPECT_EQ(view.processes[1].resident, 2000);
  ASSERT_EQ(view.hosts.size(), 1U);
  EXPECT_EQ(view.hosts[0].node, "n2");
  EXPECT_EQ(view.hosts[0].in_use, 5000);
}

TEST(MetricsOfASample, are_absent_where_nothing_was_measured) {
  watch::Sample sample;
  sample.set(watch::Quantity::resident, base::Bytes{1000});
  sample.set(watch::Quantity::io_pressure, 0.5);
  const auto process = process_of(3, "n1", sample);
  EXPECT_EQ(process.rank, 3);
  EXPECT_EQ(process.node, "n1");
  EXPECT_EQ(process.resident, 1000);
  EXPECT_FALSE(process.cpu_time);
  const auto host = host_of("n1", sample);
  EXPECT_EQ(host.io_pressure, 0.5);
  EXPECT_FALSE(host.in_use);
}

}  // namespace
}  // namespace winnow::app
