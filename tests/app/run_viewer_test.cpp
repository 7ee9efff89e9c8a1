#include "app/watch/run_viewer.hpp"

#include <gmock/gmock.h>

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
