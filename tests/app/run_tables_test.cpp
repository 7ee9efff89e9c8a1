#include "app/run/run_tables.hpp"

#include <gmock/gmock.h>

#include <map>

#include "app/columns.hpp"
#include "app/job/standing_result.hpp"
#include "winnow/base/version.hpp"

namespace winnow::app {
namespace {

using test::Columns;
using testing::ElementsAre;

cluster::Node node_of(std::string hostname, std::vector<int> ranks) {
  cluster::Node node;
  node.facts.hostname = std::move(hostname);
  for (const int rank : ranks) node.ranks.push_back({rank, {}});
  return node;
}

plan::NodePlan plan_of(std::string hostname, base::Bytes limit) {
  plan::NodePlan plan;
  plan.hostname = std::move(hostname);
  plan.cores = 4;
  plan.workers = 3;
  plan.chunk = base::mebibytes(512);
  plan.predicted_peak = base::mebibytes(700);
  plan.limit = limit;
  plan.limit_source = "cgroup";
  plan.budget = limit;
  return plan;
}

farm::NodeStatus short_of_memory(std::uint32_t fewest_permits) {
  farm::NodeStatus status;
  status.fewest_permits = fewest_permits;
  return status;
}

/// Two nodes; ranks 0 and 2 are on the first, rank 1, which was lost, on the second.
class RunTablesTest : public testing::Test {
 protected:
  RunTablesTest() {
    cluster.nodes = {node_of("alpha", {0, 2}), node_of("beta", {1})};
    plan.nodes = {plan_of("alpha", base::gibibytes(8)), plan_of("beta", base::Bytes::unlimited())};
    workers = {{0, 10, 0, base::Seconds{5}, base::mebibytes(100), false},
               {1, 4, 1, base::Seconds{20}, base::mebibytes(90), true},
               {2, 20, 2, base::Seconds{10}, base::mebibytes(80), false}};
  }

  RunFacts facts() const {
    return {.cluster = cluster,
            .plan = plan,
            .workers = workers,
            .queues = {{"reduce", 0, 0, 0, 30, 2, 5}, {"late", 0, 0, 0, 1, 0, 0}},
            .peaks = {base::mebibytes(180), base::mebibytes(90)},
            .uses = {},
            .command = "winnow run city.toml",
            .started = "2026-03-01T12:00:00Z",
            .elapsed = base::Seconds{20},
            .checkpoint = "/kept/.city.h5.checkpoint",
            .made_of = {{std::string(origin::inputs), std::string("0123")}},
            .nodes = {short_of_memory(2), short_of_memory(0)}};
  }
  Columns table(std::string_view path) const {
    for (const auto& one : run_tables(facts())) {
      if (one->shape().path == path) return Columns(*one);
    }
    throw std::out_of_range("no table " + std::string(path));
  }

  cluster::Cluster cluster;
  plan::Plan plan;
  std::vector<farm::WorkerRecord> workers;
};

constexpr std::int64_t mebibyte = 1 << 20;

TEST_F(RunTablesTest, set_the_measured_peak_beside_the_plan_of_each_node) {
  const auto nodes = table("run/plan");
  EXPECT_THAT(nodes.texts("hostname"), ElementsAre("alpha", "beta"));
  EXPECT_THAT(nodes.integers("cores"), ElementsAre(4, 4));
  EXPECT_THAT(nodes.integers("workers"), ElementsAre(3, 3));
  EXPECT_THAT(nodes.integers("chunk"), ElementsAre(512 * mebibyte, 512 * mebibyte));
  EXPECT_THAT(nodes.texts("limit_source"), ElementsAre("cgroup", "cgroup"));
  EXPECT_THAT(nodes.integers("predicted_peak"), ElementsAre(700 * mebibyte, 700 * mebibyte));
  EXPECT_THAT(nodes.integers("measured_peak"), ElementsAre(180 * mebibyte, 90 * mebibyte));
  EXPECT_EQ(nodes.units("measured_peak"), "B");
  EXPECT_THAT(nodes.integers("fewest_workers"), ElementsAre(2, 3)) << "memory was short on the first alone";
}

TEST_F(RunTablesTest, have_minus_one_for_a_limit_that_there_is_not) {
  const auto nodes = table("run/plan");
  EXPECT_THAT(nodes.integers("limit"), ElementsAre(8192 * mebibyte, -1));
  EXPECT_THAT(nodes.integers("budget"), ElementsAre(8192 * mebibyte, -1));
}

TEST_F(RunTablesTest, tell_what_every_worker_did_and_where) {
  const auto ranks = table("run/workers");
  EXPECT_THAT(ranks.integers("rank"), ElementsAre(0, 1, 2));
  EXPECT_THAT(ranks.texts("node"), ElementsAre("alpha", "beta", "alpha"));
  EXPECT_THAT(ranks.integers("tasks"), ElementsAre(10, 4, 20));
  EXPECT_THAT(ranks.integers("failures"), ElementsAre(0, 1, 2));
  EXPECT_THAT(ranks.reals("busy_share"), ElementsAre(0.25, 1.0, 0.5));
  EXPECT_EQ(ranks.units("busy_share"), "1");
  EXPECT_THAT(ranks.integers("peak_memory"), ElementsAre(100 * mebibyte, 90 * mebibyte, 80 * mebibyte));
  EXPECT_THAT(ranks.integers("lost"), ElementsAre(0, 1, 0));
}

TEST_F(RunTablesTest, tell_how_the_tasks_of_each_queue_ended) {
  const auto queues = table("run/queues");
  EXPECT_THAT(queues.texts("name"), ElementsAre("reduce", "late"));
  EXPECT_THAT(queues.integers("done"), ElementsAre(30, 1));
  EXPECT_THAT(queues.integers("retried"), ElementsAre(5, 0));
  EXPECT_THAT(queues.integers("quarantined"), ElementsAre(2, 0));
}

TEST_F(RunTablesTest, provenance_says_who_made_the_result_of_what) {
  std::map<std::string, std::variant<std::string, double, std::int64_t>> values;
  for (const auto& attribute : provenance(facts())) values[attribute.name] = attribute.value;
  EXPECT_EQ(std::get<std::string>(values.at("version")), base::version());
  EXPECT_EQ(std::get<std::string>(values.at("command")), "winnow run city.toml");
  EXPECT_EQ(std::get<std::int64_t>(values.at("ranks")), 3);
  EXPECT_EQ(std::get<std::int64_t>(values.at("nodes")), 2);
  EXPECT_EQ(std::get<std::string>(values.at("started")), "2026-03-01T12:00:00Z");
  EXPECT_GT(std::get<std::string>(values.at("ended")), "2026-03-01T12:00:00Z");
  EXPECT_EQ(std::get<double>(values.at("seconds")), 20.0);
  EXPECT_EQ(std::get<std::string>(values.at(std::string(origin::inputs))), "0123");
  EXPECT_EQ(std::get<std::string>(values.at(std::string(origin::checkpoint))), "/kept/.city.h5.checkpoint");
}

}  // namespace
}  // namespace winnow::app
