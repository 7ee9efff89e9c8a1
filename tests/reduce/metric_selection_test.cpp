#include "reduce/metric_selection.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MetricSelection, takes_what_a_glob_takes_in_and_none_takes_out) {
  const MetricSelection selection({"latency_*", "created", "!*_med"});
  EXPECT_TRUE(selection.takes("latency_avg"));
  EXPECT_TRUE(selection.takes("created"));
  EXPECT_FALSE(selection.takes("latency_med"));
  EXPECT_FALSE(selection.takes("delivered"));
}

TEST(MetricSelection, takes_everything_else_where_globs_only_take_out) {
  const MetricSelection selection({"!sim_time"});
  EXPECT_TRUE(selection.takes("created"));
  EXPECT_FALSE(selection.takes("sim_time"));
}

TEST(MetricSelection, takes_derived_metrics_unless_a_glob_takes_them_out) {
  const MetricSelection selection({"created", "!tmp_*"}, {"cost", "tmp_cost"});
  EXPECT_TRUE(selection.takes("cost"));
  EXPECT_FALSE(selection.takes("tmp_cost"));
  EXPECT_FALSE(selection.takes("relayed"));
  EXPECT_THAT(MetricSelection({"co*"}, {"cost"}).unseen({"relayed"}), IsEmpty());
}

TEST(MetricSelection, tells_what_was_asked_for_and_not_there_with_the_nearest_names) {
  const MetricSelection selection({"delivery_pro", "latency_*", "hops_*", "!no_such"});
  const auto unseen = selection.unseen({"delivery_prob", "latency_avg", "created"});
  ASSERT_EQ(unseen.size(), 2u);
  EXPECT_EQ(unseen[0].pattern, "delivery_pro");
  EXPECT_THAT(unseen[0].near, ElementsAre("delivery_prob"));
  EXPECT_EQ(unseen[1].pattern, "hops_*");
  EXPECT_THAT(unseen[1].near, IsEmpty());
}

TEST(MetricSelection, misses_nothing_where_there_was_nothing_to_see) {
  EXPECT_THAT(MetricSelection({"*", "created"}).unseen({}), IsEmpty());
}

}  // namespace
}  // namespace winnow::reduce
