#include "app/watch/metrics_feed.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class MetricsFeedTest : public testing::Test {
 protected:
  MetricsFeedTest() {
    plan.nodes.resize(2);
    plan.nodes[0].hostname = "alpha";
    plan.nodes[0].limit = base::gibibytes(8);
    plan.nodes[1].hostname = "beta";
    status.queues.resize(1);
    status.queues[0].waiting = 5;
    status.queues[0].done = 30;
    status.queues[0].ran = 31;
    status.queues[0].busy = base::Seconds{62};
    status.nodes.resize(2);
    status.nodes[0].slots = 3;
    status.nodes[0].permits = 2;
    status.nodes[0].memory = base::mebibytes(100);
    feed.begin("reduce", plan, {{"reduce", 0}});
  }
  void observe() {
    feed.observe(status, [this](report::RunMetrics& run) {
      ++described;
      run.searches.resize(1);
      run.searches[0].problem = "p";
    });
  }

  base::ManualClock clock;
  plan::Plan plan;
  farm::FarmStatus status;
  MetricsFeed feed{"city", clock};
  int described = 0;
};

TEST_F(MetricsFeedTest, tells_of_the_run_before_there_is_more_to_tell) {
  const auto run = feed.latest();
  EXPECT_EQ(run.study, "city");
  EXPECT_TRUE(run.is_active);
  EXPECT_GT(run.started.count, 1.7e9) << "in our days";
  EXPECT_THAT(run.queues, IsEmpty());
}

TEST_F(MetricsFeedTest, tells_of_queues_nodes_and_what_the_job_knows) {
  observe();
  const auto run = feed.latest();
  EXPECT_EQ(run.stage, "reduce");
  ASSERT_THAT(run.queues, SizeIs(1));
  EXPECT_EQ(run.queues[0].tasks.name, "reduce");
  EXPECT_EQ(run.queues[0].tasks.done, 30U);
  EXPECT_EQ(run.queues[0].ran, 31U);
  EXPECT_EQ(run.queues[0].busy, base::Seconds{62});
  ASSERT_THAT(run.nodes, SizeIs(2));
  EXPECT_EQ(run.nodes[0].name, "alpha");
  EXPECT_EQ(run.nodes[0].workers, 3U);
  EXPECT_EQ(run.nodes[0].permits, 2U);
  EXPECT_EQ(run.nodes[0].memory, base::mebibytes(100));
  EXPECT_EQ(run.nodes[0].limit, base::gibibytes(8));
  ASSERT_THAT(run.searches, SizeIs(1));
  EXPECT_EQ(run.searches[0].problem, "p");
}

TEST_F(MetricsFeedTest, gathers_no_more_than_four_states_a_second) {
  for (int i = 0; i < 100; ++i) {
    observe();
    clock.advance(base::Seconds{0.01});
  }
  EXPECT_EQ(described, 4);
}

TEST_F(MetricsFeedTest, counts_no_task_twice_that_is_done_again_for_a_lost_node) {
  observe();
  status.queues[0].done = 10;
  clock.advance(base::Seconds{1});
  observe();
  EXPECT_EQ(feed.latest().queues[0].tasks.done, 30U) << "a counter never falls";
  status.queues[0].done = 35;
  clock.advance(base::Seconds{1});
  observe();
  EXPECT_EQ(feed.latest().queues[0].tasks.done, 35U);
}

TEST_F(MetricsFeedTest, begins_to_count_anew_with_another_job) {
  observe();
  feed.begin("optimize", plan, {{"optimize", 0}});
  status.queues[0].done = 1;
  observe();
  EXPECT_EQ(feed.latest().stage, "optimize");
  EXPECT_EQ(feed.latest().queues[0].tasks.done, 1U);
}

TEST_F(MetricsFeedTest, keeps_the_last_word_when_the_run_is_over) {
  observe();
  status.queues[0].done = 36;
  feed.finish(status.queues, [](report::RunMetrics&) {});
  feed.end();
  EXPECT_EQ(feed.latest().queues[0].tasks.done, 36U);
  EXPECT_FALSE(feed.latest().is_active);
}

TEST(NodeNames, tell_nodes_of_one_name_apart) {
  plan::Plan plan;
  plan.nodes.resize(3);
  for (auto& node : plan.nodes) node.hostname = "n1";
  plan.nodes[1].hostname = "n2";
  EXPECT_THAT(node_names(plan), ElementsAre("n1", "n2", "n1#2"));
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
