#include "winnow/plan/plan.hpp"

#include <gmock/gmock.h>

#include "plan/clusters.hpp"
#include "winnow/plan/report.hpp"

namespace winnow::plan {
namespace {

using base::gibibytes;
using base::mebibytes;
using test::node_of;
using test::with_ranks;

TEST(Plan, gives_every_node_its_own_numbers) {
  const cluster::Cluster cluster{
      {node_of("small", 64, gibibytes(16)), node_of("large", 64, gibibytes(1024))}};
  Workload workload;
  workload.files.assign(1, gibibytes(2));
  workload.smallest_chunk = base::Bytes::unlimited();  // 6 GiB + 50 MiB a worker
  const auto plan = solve(cluster, {}, workload).value();
  EXPECT_EQ(plan.nodes[0].workers, 1U);
  EXPECT_EQ(plan.nodes[0].bound, Bound::memory);
  EXPECT_EQ(plan.nodes[1].workers, 64U);
  EXPECT_EQ(plan.nodes[1].bound, Bound::cores);
  EXPECT_EQ(plan.workers(), 65U);
  EXPECT_EQ(plan.predicted_peak(), plan.nodes[1].predicted_peak);
  EXPECT_TRUE(plan.warnings.empty());
}

TEST(Plan, has_the_chunk_that_every_working_node_can_take) {
  const cluster::Cluster cluster{{node_of("small", 16, gibibytes(4)), node_of("large", 16, gibibytes(1024)),
                                  node_of("tiny", 16, mebibytes(64))}};
  const auto plan = solve(cluster, {}, Workload{}).value();
  EXPECT_EQ(plan.nodes[2].workers, 0U);
  EXPECT_EQ(plan.nodes[1].chunk, auto_chunk);
  EXPECT_LT(plan.nodes[0].chunk, auto_chunk);
  EXPECT_EQ(plan.chunk(), plan.nodes[0].chunk);
}

TEST(Plan, keeps_every_node_within_its_budget) {
  for (std::uint64_t gib = 1; gib < 200; gib += 3) {
    for (const unsigned cores : {1U, 3U, 64U, 128U}) {
      const cluster::Cluster cluster{{node_of("n", cores, gibibytes(gib))}};
      Workload workload;
      workload.files = {gibibytes(40), gibibytes(3), mebibytes(700), mebibytes(1)};
      const auto plan = solve(cluster, {}, workload).value();
      EXPECT_LE(plan.nodes[0].predicted_peak, plan.nodes[0].budget) << gib << " GiB, " << cores << " cores";
      EXPECT_GE(plan.nodes[0].workers, 1U);
      EXPECT_LE(plan.nodes[0].workers, cores);
    }
  }
}

TEST(Plan, refuses_a_piece_that_fits_nowhere_with_the_numbers_and_the_key) {
  const cluster::Cluster cluster{{node_of("a", 64, gibibytes(16)), node_of("b", 64, gibibytes(32))}};
  Workload workload;
  workload.files.assign(1, gibibytes(20));
  workload.smallest_chunk = base::Bytes::unlimited();
  const auto refused = solve(cluster, {}, workload);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().text(),
            "a piece of 20 GiB fits on no node (it needs 64 MiB + 3 × 20 GiB + 50 MiB = 60.1 GiB; the most "
            "that may "
            "be used is 0.75 × 32 GiB = 24 GiB, on b, by physical memory): raise resources.eta, or run on "
            "nodes with "
            "more memory");
}

TEST(Plan, names_the_setting_that_keeps_every_piece_out) {
  const cluster::Cluster cluster{{node_of("a", 64, gibibytes(16))}};
  study::Resources resources;
  resources.memory = mebibytes(100);
  const auto refused = solve(cluster, resources, Workload{});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().text(),
            "a piece of 1 MiB fits on no node (it needs 64 MiB + 3 × 1 MiB + 50 MiB = 117 MiB; the most that "
            "may be "
            "used is 0.75 × 100 MiB = 75 MiB, on a, by resources.memory): raise resources.memory");
}

TEST(Plan, warns_of_the_bindings_of_ranks_once) {
  cluster::Cluster cluster;
  for (const auto* host : {"a", "b"}) {
    auto node = node_of(host, 8, gibibytes(64));
    node.usable = cluster::CpuSet::range(0, 0);
    cluster.nodes.push_back(with_ranks(node, 2));
  }
  const auto plan = solve(cluster, {}, Workload{}).value();
  ASSERT_EQ(plan.warnings.size(), 1U);
  EXPECT_EQ(plan.warnings[0].problem, "ranks 0 and 1 on a are bound to one core");
}

TEST(Plan, of_a_cpuset_of_three_cores_has_three_workers) {
  const auto topology =
      cluster::load_topology(cluster::TopologyFile{std::filesystem::path(WINNOW_SOURCE_DIR) /
                                                   "tests/cluster/topologies/three_of_eight.xml"})
          .value();
  const auto cluster =
      cluster::imagine(2, topology, cluster::with_candidate({}, {gibibytes(256), "--memory"}));
  EXPECT_EQ(solve(cluster, {}, Workload{}).value().workers(), 6U);
}

TEST(Plan, goes_by_the_studys_figures_where_less_was_learned_of_fewer_ranks) {
  const cluster::Cluster cluster{{with_ranks(node_of("a", 4, gibibytes(16)), 4)}};
  Workload workload;
  workload.subject = {"optimize", "function sphere"};
  workload.has_pieces = false;
  workload.learned =
      LearnedModel{{.gamma = 0, .overhead = mebibytes(6), .base = {}, .rank = mebibytes(26)}, 1};
  workload.learned->most_ranks = 4;
  const auto learned = solve(cluster, {}, workload).value();
  EXPECT_EQ(learned.predicted_peak(), mebibytes(4 * 32));
  EXPECT_FALSE(learned.is_beyond_learned);
  workload.learned->most_ranks = 2;
  const auto reckoned = solve(cluster, {}, workload).value();
  EXPECT_TRUE(reckoned.is_beyond_learned);
  EXPECT_GT(reckoned.predicted_peak(), mebibytes(4 * 51));
  EXPECT_THAT(plan_text(reckoned), testing::HasSubstr("but not of so many ranks a node"));
  workload.learned->model.overhead = mebibytes(1000);
  EXPECT_FALSE(solve(cluster, {}, workload).value().is_beyond_learned) << "more was learned already";
}

TEST(Plan, names_what_bounds_a_node) {
  EXPECT_EQ(name_of(Bound::memory), "memory");
  EXPECT_EQ(name_of(Bound::fallback), "fallback");
}

}  // namespace
}  // namespace winnow::plan
