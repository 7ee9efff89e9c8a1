#include "app/watch/memory_tables.hpp"

#include <gmock/gmock.h>

#include <mutex>

#include "app/columns.hpp"
#include "support/thread_team.hpp"

namespace winnow::app {
namespace {

using test::Columns;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsNan;
using watch::Quantity;

/// Two nodes; ranks 0 and 2 are on the first, rank 1 on the second. Ranks 0 and 1 watch their nodes.
class MemoryTablesTest : public testing::Test {
 protected:
  MemoryTablesTest() {
    cluster.nodes.resize(2);
    cluster.nodes[0].facts.hostname = "alpha";
    cluster.nodes[0].ranks = {cluster::NodeRank{0, {}}, cluster::NodeRank{2, {}}};
    cluster.nodes[1].facts.hostname = "beta";
    cluster.nodes[1].ranks = {cluster::NodeRank{1, {}}};
    plan.nodes.resize(2);
    plan.nodes[0].limit = base::Bytes{1000};
    plan.nodes[1].limit = base::Bytes::unlimited();
    for (const int rank : {0, 1, 2}) uses.push_back(use_of(rank));
    uses[0].growth = watch::Growth{2, 1, 3, {}};
    uses[1].node_growth = watch::Growth{1, 0, 2, {}};
  }

  static RankUse use_of(int rank) {
    const double number = rank;
    RankUse use;
    use.rank = rank;
    use.samples = 5;
    use.first.set(Quantity::resident, 100 + number);
    use.last.set(Quantity::resident, 200 + number);
    use.greatest.set(Quantity::resident, 240.0);
    use.greatest.set(Quantity::peak_resident, 250 + number);
    use.first.set(Quantity::cpu_time, 1.0);
    use.last.set(Quantity::cpu_time, 4 + number);
    use.greatest.set(Quantity::threads, 3 + number);
    if (rank == 2) return use;
    use.first.set(Quantity::node_in_use, 500.0);
    use.last.set(Quantity::node_in_use, 600.0);
    use.greatest.set(Quantity::node_in_use, 800 + number);
    use.last.set(Quantity::node_limit, 1600.0);
    use.least.set(Quantity::node_available, 70.0);
    use.greatest.set(Quantity::memory_pressure, 0.25);
    return use;
  }

  cluster::Cluster cluster;
  plan::Plan plan;
  std::vector<RankUse> uses;
};

TEST_F(MemoryTablesTest, memory_has_a_row_a_rank) {
  const auto source = memory_table(uses, cluster, plan);
  EXPECT_EQ(source->shape().path, "run/memory");
  const Columns table(*source);
  EXPECT_THAT(table.integers("rank"), ElementsAre(0, 1, 2));
  EXPECT_THAT(table.texts("node"), ElementsAre("alpha", "beta", "alpha"));
  EXPECT_THAT(table.reals("initial"), ElementsAre(100, 101, 102));
  EXPECT_THAT(table.reals("current"), ElementsAre(200, 201, 202));
  EXPECT_THAT(table.reals("peak"), ElementsAre(250, 251, 252));
  EXPECT_THAT(table.reals("limit_share"), ElementsAre(0.25, IsNan(), DoubleEq(0.252)));
  EXPECT_THAT(table.reals("growth"), ElementsAre(120, IsNan(), IsNan()));
  EXPECT_EQ(table.reals("growth_low")[0], 60);
  EXPECT_EQ(table.reals("growth_high")[0], 180);
  EXPECT_THAT(table.reals("cpu_time"), ElementsAre(3, 4, 5));
  EXPECT_THAT(table.reals("threads"), ElementsAre(3, 4, 5));
  EXPECT_THAT(table.reals("samples"), ElementsAre(5, 5, 5));
  EXPECT_EQ(table.units("peak"), "B");
  EXPECT_EQ(table.units("growth"), "B min-1");
  EXPECT_EQ(table.units("cpu_time"), "s");
}

TEST_F(MemoryTablesTest, what_was_not_measured_is_nan_and_not_zero) {
  const Columns table(*memory_table(uses, cluster, plan));
  for (const auto* const name : {"children_resident", "storage_read", "proportional", "open_files"}) {
    EXPECT_THAT(table.reals(name), ElementsAre(IsNan(), IsNan(), IsNan())) << name;
  }
}

TEST_F(MemoryTablesTest, nodes_have_a_row_each_by_the_rank_that_watches_them) {
  std::swap(uses[0], uses[2]);
  const auto source = nodes_table(uses, cluster, plan);
  EXPECT_EQ(source->shape().path, "run/nodes");
  const Columns table(*source);
  EXPECT_THAT(table.texts("hostname"), ElementsAre("alpha", "beta"));
  EXPECT_THAT(table.reals("limit"), ElementsAre(1600, 1600));
  EXPECT_THAT(table.reals("initial"), ElementsAre(500, 500));
  EXPECT_THAT(table.reals("current"), ElementsAre(600, 600));
  EXPECT_THAT(table.reals("peak"), ElementsAre(800, 801));
  EXPECT_THAT(table.reals("limit_share"), ElementsAre(0.5, DoubleEq(801.0 / 1600)));
  EXPECT_THAT(table.reals("growth"), ElementsAre(IsNan(), 60));
  EXPECT_THAT(table.reals("node_available"), ElementsAre(70, 70));
  EXPECT_THAT(table.reals("memory_pressure"), ElementsAre(0.25, 0.25));
}

TEST_F(MemoryTablesTest, each_share_says_of_which_limit_it_is) {
  const auto long_name = [](const base::TableSource& table, std::string_view name) {
    const auto& variables = table.shape().variables;
    const auto found = std::ranges::find(variables, name, &base::Variable::name);
    const auto text = std::ranges::find(found->attributes, "long_name", &base::Attribute::name);
    return std::get<std::string>(text->value);
  };
  EXPECT_EQ(long_name(*memory_table(uses, cluster, plan), "limit_share"),
            "peak over the limit that the plan keeps to on the node");
  const auto nodes = nodes_table(uses, cluster, plan);
  EXPECT_EQ(long_name(*nodes, "limit_share"), "peak over the machine's limit");
  EXPECT_EQ(long_name(*nodes, "limit"),
            "of the machine, for anybody on it: least limit of the control groups, else physical memory");
  EXPECT_EQ(long_name(*nodes, "plan_limit"), "of the run, that its plan keeps to; run/plan says who set it");
  EXPECT_THAT(Columns(*nodes).reals("plan_limit"), ElementsAre(1000, IsNan()));
}

TEST_F(MemoryTablesTest, nodes_whose_watching_rank_was_lost_have_a_row_that_says_nothing) {
  const Columns table(*nodes_table({uses[2]}, cluster, plan));
  EXPECT_THAT(table.texts("hostname"), ElementsAre("alpha"));
  EXPECT_THAT(table.reals("peak"), ElementsAre(IsNan()));
}

watch::Series series_of(int count) {
  watch::Series series;
  for (int i = 0; i < count; ++i) {
    watch::Sample sample(base::Seconds{static_cast<double>(i)});
    sample.set(Quantity::resident, 10.0 * i);
    series.add(sample);
  }
  return series;
}

TEST_F(MemoryTablesTest, samples_are_written_by_the_ranks_that_took_them) {
  std::mutex mutex;
  test::ThreadTeam::run(3, [&](base::Team& team) {
    const auto source = samples_table(team.rank() + 10, series_of(team.rank() + 2), team);
    const auto shape = source->shape();
    const Columns table(*source);
    const std::scoped_lock lock(mutex);
    EXPECT_EQ(shape.path, "run/samples");
    EXPECT_EQ(shape.rows, 2u + 3 + 4);
    const auto rank = static_cast<std::uint64_t>(team.rank());
    EXPECT_EQ(shape.own_rows, rank + 2);
    EXPECT_EQ(shape.first_row, rank == 0 ? 0 : rank == 1 ? 2 : 5);
    EXPECT_EQ(table.integers("rank").front(), team.rank() + 10);
    EXPECT_EQ(table.reals("time").back(), team.rank() + 1);
    EXPECT_EQ(table.reals("resident").back(), 10 * (team.rank() + 1));
    EXPECT_THAT(table.reals("threads").back(), IsNan());
  });
}

TEST_F(MemoryTablesTest, samples_come_in_blocks) {
  base::SoloTeam team;
  const auto source = samples_table(0, series_of(5), team);
  base::Block block;
  std::vector<std::uint64_t> rows;
  do {
    source->next(2, block);
    rows.push_back(block.rows);
    EXPECT_EQ(block.cells.size(), source->shape().variables.size());
  } while (block.rows > 0);
  EXPECT_THAT(rows, ElementsAre(2, 2, 1, 0));
}

}  // namespace
}  // namespace winnow::app
