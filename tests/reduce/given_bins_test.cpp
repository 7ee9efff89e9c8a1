#include "reduce/given_bins.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Histograms histograms{.bins = 2,
                            .ranges = {{"latency_avg", {0, 1}}, {"latency_*", {0, 2}}, {"*", {0, 3}}}};

TEST(GivenBins, go_by_name_then_by_the_longest_glob) {
  const GivenBins bins(histograms);
  EXPECT_EQ(bins.of("latency_avg")->edges().back(), 1);
  EXPECT_EQ(bins.of("latency_med")->edges().back(), 2);
  EXPECT_EQ(bins.of("created")->edges().back(), 3);
  EXPECT_EQ(bins.of("created")->count(), 2u);
}

TEST(GivenBins, are_none_where_no_range_fits_or_nobody_wants_histograms) {
  EXPECT_EQ(GivenBins({.bins = 2, .ranges = {{"a", {0, 1}}}}).of("b"), nullptr);
  EXPECT_EQ(GivenBins({.bins = 0, .ranges = {{"a", {0, 1}}}}).of("a"), nullptr);
}

TEST(GivenBins, name_the_ranges_that_fit_no_metric) {
  const GivenBins bins({.bins = 2, .ranges = {{"latency_agv", {0, 1}}, {"created", {0, 1}}}});
  const auto unseen = bins.unseen({"latency_avg", "created"});
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0].pattern, "latency_agv");
  EXPECT_EQ(unseen[0].key, "reduce.histogram_ranges");
  EXPECT_THAT(unseen[0].near, ElementsAre("latency_avg"));
  EXPECT_THAT(GivenBins(histograms).unseen({"latency_avg"}), IsEmpty());
}

}  // namespace
}  // namespace winnow::reduce
