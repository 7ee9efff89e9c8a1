#include "app/watch/metrics_feed.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using testing::IsEmpty;

class MetricsFeedTest : public testing::Test {
 protected:
  MetricsFeedTest() {
    view.study = "city";
    view.job = "reduce";
    view.progress.queues = {{"reduce", 5, 0, 0, 30, 0, 0, 31, base::Seconds{62}}};
  }
  void publish(std::uint64_t done) {
    view.progress.queues[0].done = done;
    feed.publish(view);
  }
  [[nodiscard]] std::uint64_t done() const { return feed.latest().progress.queues.at(0).done; }

  report::RunView view;
  MetricsFeed feed{"city", base::ManualClock()};
};

TEST_F(MetricsFeedTest, tells_of_the_run_before_there_is_more_to_tell) {
  const auto run = feed.latest();
  EXPECT_EQ(run.study, "city");
  EXPECT_TRUE(run.is_active);
  EXPECT_GT(run.run_started.count, 1.7e9) << "in our days";
  EXPECT_THAT(run.progress.queues, IsEmpty());
}

TEST_F(MetricsFeedTest, tells_the_latest_and_when_the_run_began) {
  publish(30);
  publish(31);
  EXPECT_EQ(done(), 31U);
  EXPECT_EQ(feed.latest().job, "reduce");
  EXPECT_GT(feed.latest().run_started.count, 1.7e9);
}

TEST_F(MetricsFeedTest, counts_no_task_twice_that_is_done_again_for_a_lost_node) {
  publish(30);
  publish(10);
  EXPECT_EQ(done(), 30U) << "a counter never falls";
  publish(35);
  EXPECT_EQ(done(), 35U);
}

TEST_F(MetricsFeedTest, begins_to_count_anew_with_another_job) {
  publish(30);
  view.job = "optimize";
  publish(1);
  EXPECT_EQ(feed.latest().job, "optimize");
  EXPECT_EQ(done(), 1U);
}

TEST_F(MetricsFeedTest, keeps_the_last_word_when_the_run_is_over) {
  publish(36);
  feed.end();
  EXPECT_EQ(done(), 36U);
  EXPECT_FALSE(feed.latest().is_active);
}

}  // namespace
}  // namespace winnow::app
