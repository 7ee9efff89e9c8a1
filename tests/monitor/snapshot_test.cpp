#include "winnow/monitor/snapshot.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "monitor/snapshots.hpp"

namespace winnow::monitor {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Snapshot, is_the_same_after_its_way_through_json) {
  auto sent = reduce_snapshot();
  sent.nodes[0].limit = base::Bytes::unlimited();
  sent.progress.known = 700;
  sent.progress.searches = {{"fit", 1200, 5000, 7, 61, 3, 0.125, false, 1e-3}};
  sent.alerts = {{"memory", "critical", "memory of node2 at 96 %", false}};
  const auto text = to_json(sent);
  EXPECT_THAT(text, Not(HasSubstr("\n"))) << "the socket's answers are lines";
  const auto got = snapshot_from_json(text);
  ASSERT_TRUE(got) << got.error().text();
  EXPECT_EQ(to_json(*got), text);
  EXPECT_EQ(got->nodes, sent.nodes);
  EXPECT_EQ(got->alerts, sent.alerts);
  EXPECT_EQ(got->progress.queues.front().running, 4U);
  EXPECT_EQ(got->progress.elapsed, sent.progress.elapsed);
  EXPECT_EQ(got->progress.known, 700U);
  EXPECT_TRUE(got->progress.found_all);
}

TEST(Snapshot, keeps_that_a_search_has_no_best_yet) {
  report::RunView sent;
  sent.progress.searches.resize(1);
  sent.progress.searches.front().spread = std::numeric_limits<double>::infinity();
  const auto got = snapshot_from_json(to_json(sent));
  ASSERT_TRUE(got);
  EXPECT_TRUE(std::isnan(got->progress.searches.front().best));
  EXPECT_TRUE(std::isnan(got->progress.searches.front().spread));
}

TEST(Snapshot, of_another_version_gives_what_it_has) {
  const auto got =
      snapshot_from_json(R"({"title": "t", "nodes": [{"name": "a", "novelty": 1}], "novelty": []})");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->title, "t");
  ASSERT_EQ(got->nodes.size(), 1U);
  EXPECT_EQ(got->nodes.front().name, "a");
}

TEST(Snapshot, is_refused_where_it_is_none) {
  EXPECT_FALSE(snapshot_from_json("unknown"));
  EXPECT_FALSE(snapshot_from_json(R"({"pid": "many"})"));
}

TEST(Snapshot, survives_names_that_are_not_utf8) {
  report::RunView sent;
  sent.title = "caf\xe9";
  EXPECT_TRUE(snapshot_from_json(to_json(sent)));
}

}  // namespace
}  // namespace winnow::monitor
