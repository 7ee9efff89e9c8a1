#include "winnow/watch/alert_figures.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::watch {
namespace {

OperationStatistics moved(std::string name, base::Bytes bytes, base::Seconds time,
                          base::Resource resource = base::Resource::storage) {
  OperationStatistics one;
  one.name = std::move(name);
  one.resource = resource;
  one.bytes = bytes;
  one.total = time;
  return one;
}

TEST(AlertFigures, tell_shares_of_limits_where_these_are_known) {
  Sample sample;
  EXPECT_TRUE(std::isnan(memory_share(sample)));
  EXPECT_TRUE(std::isnan(open_file_share(sample, 1024)));
  sample.set(Quantity::node_in_use, 60.0);
  sample.set(Quantity::node_limit, 80.0);
  sample.set(Quantity::open_files, 512.0);
  EXPECT_DOUBLE_EQ(memory_share(sample), 0.75);
  EXPECT_DOUBLE_EQ(open_file_share(sample, 1024), 0.5);
  EXPECT_TRUE(std::isnan(open_file_share(sample, 0)));
}

TEST(AlertFigures, tell_growth_by_the_minute_or_what_it_was_in_less) {
  const auto growing_for = [](int seconds) {
    Series series;
    for (int second = 0; second <= seconds; ++second) {
      Sample sample(base::Seconds{static_cast<double>(second)});
      sample.set(Quantity::resident, 1e9 + 1e6 * second);
      series.add(sample);
    }
    return memory_growth(series);
  };
  EXPECT_NEAR(growing_for(200), 60e6, 1);
  EXPECT_NEAR(growing_for(40), 20e6, 1);  // in the later half
  EXPECT_TRUE(std::isnan(memory_growth(Series{})));
}

TEST(AlertFigures, tell_no_share_of_fewer_than_ten) {
  EXPECT_TRUE(std::isnan(success_share(0, 9)));
  EXPECT_DOUBLE_EQ(success_share(6, 4), 0.6);
}

TEST(StorageRates, are_those_since_the_last_time) {
  StorageRates rates;
  const auto take = [&](std::uint64_t bytes, double seconds) {
    return rates.take(std::vector{moved("read", {bytes}, base::Seconds{seconds})});
  };
  ASSERT_EQ(take(1000, 2).size(), 1U);
  const auto next = take(5000, 4);
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].operation, "read");
  EXPECT_DOUBLE_EQ(next[0].bytes_per_second, 2000);
}

TEST(StorageRates, wait_until_an_operation_has_taken_a_second) {
  StorageRates rates;
  EXPECT_TRUE(rates.take(std::vector{moved("read", {500}, base::Seconds{0.5})}).empty());
  const auto one = rates.take(std::vector{moved("read", {1000}, base::Seconds{1})});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_DOUBLE_EQ(one[0].bytes_per_second, 1000);
}

TEST(StorageRates, leave_out_what_moves_nothing_or_is_no_storage) {
  StorageRates rates;
  EXPECT_TRUE(rates
                  .take(std::vector{moved("open", {}, base::Seconds{5}),
                                    moved("parse", {9}, base::Seconds{5}, base::Resource::processor)})
                  .empty());
}

TEST(Unsteadiness, is_the_deviation_over_the_mean_of_ten_windows) {
  OperationStatistics one;
  for (int i = 0; i < 9; ++i) one.rates.add(i % 2 == 0 ? 1 : 3);
  EXPECT_TRUE(std::isnan(unsteadiness(one)));
  one.rates.add(3);
  EXPECT_DOUBLE_EQ(unsteadiness(one), 0.5);
}

class PaceTest : public testing::Test {
 protected:
  /// A window in which so many tasks were done.
  double window(std::uint64_t tasks, bool has_more = true) {
    now_ += base::Seconds{10};
    return pace_.take(done_ += tasks, has_more, now_);
  }
  void SetUp() override { pace_.take(0, true, now_); }

  Pace pace_;
  base::Seconds now_;
  std::uint64_t done_ = 0;
};

TEST_F(PaceTest, compares_with_the_windows_before) {
  for (const auto tasks : {100, 90, 110}) EXPECT_TRUE(std::isnan(window(static_cast<std::uint64_t>(tasks))));
  EXPECT_DOUBLE_EQ(window(40), 0.4);
  EXPECT_DOUBLE_EQ(window(95), 1);  // the median of 40, 90, 100, 110
}

TEST_F(PaceTest, gives_nothing_within_a_window) {
  for (int i = 0; i < 5; ++i) window(100);
  now_ += base::Seconds{9.9};
  EXPECT_TRUE(std::isnan(pace_.take(done_, true, now_)));
}

TEST_F(PaceTest, does_not_take_the_end_of_the_work_for_a_fall) {
  for (int i = 0; i < 5; ++i) window(100);
  EXPECT_TRUE(std::isnan(window(1, false)));
}

TEST(RelativeSlowness, is_the_time_a_task_over_the_median_of_the_others) {
  const std::vector<RankWork> ranks{
      {100, base::Seconds{10}}, {50, base::Seconds{15}}, {100, base::Seconds{12}}, {80, base::Seconds{8}}};
  const auto figures = relative_slowness(ranks);
  ASSERT_EQ(figures.size(), 4U);
  EXPECT_DOUBLE_EQ(figures[1], 3);
  EXPECT_DOUBLE_EQ(figures[0], 0.1 / 0.12);
}

TEST(RelativeSlowness, leaves_ranks_alone_of_which_little_is_known) {
  const std::vector<RankWork> ranks{
      {100, base::Seconds{10}}, {9, base::Seconds{90}}, {10, base::Seconds{0.9}}, {}};
  const auto figures = relative_slowness(ranks);
  EXPECT_DOUBLE_EQ(figures[0], 0.1 / 0.09);
  for (const auto i : {1U, 2U, 3U}) EXPECT_TRUE(std::isnan(figures[i])) << i;
  EXPECT_TRUE(std::isnan(relative_slowness(std::vector<RankWork>{{100, base::Seconds{10}}})[0]));
}

}  // namespace
}  // namespace winnow::watch
