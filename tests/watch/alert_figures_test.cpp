#include "winnow/watch/alert_figures.hpp"

#include <gmock/gmock.h>

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

TEST(AlertFigures, tell_what_the_run_takes_of_its_own_limit_where_it_has_one) {
  EXPECT_DOUBLE_EQ(run_memory_share({540}, {600}), 0.9);
  EXPECT_TRUE(std::isnan(run_memory_share({540}, base::Bytes::unlimited())));
}

TEST(AlertFigures, tell_growth_by_the_minute_once_all_that_it_may_be_in_one_was_seen) {
  const auto growing_for = [](int seconds) {
    Series series;
    for (int second = 0; second <= seconds; ++second) {
      Sample sample(base::Seconds{static_cast<double>(second)});
      sample.set(Quantity::resident, 1e9 + 1e6 * second);
      series.add(sample);
    }
    return memory_growth(series, 25e6);
  };
  EXPECT_NEAR(growing_for(200), 60e6, 1);
  EXPECT_NEAR(growing_for(60), 60e6, 1) << "30 MB, in the later half";
  EXPECT_LE(growing_for(40), 25e6) << "20 MB";
  EXPECT_TRUE(std::isnan(memory_growth(Series{}, 25e6)));
}

TEST(AlertFigures, tell_no_growth_of_what_is_kept_on_purpose) {
  const auto growth = [](double kept_of_each_byte) {
    Series series;
    for (int second = 0; second <= 200; ++second) {
      Sample sample(base::Seconds{static_cast<double>(second)});
      sample.set(Quantity::resident, 1e9 + 1e6 * second);
      sample.set(Quantity::held, kept_of_each_byte * 1e6 * second);
      series.add(sample);
    }
    return memory_growth(series, 10e6);
  };
  EXPECT_NEAR(growth(0), 60e6, 1);
  EXPECT_LE(growth(0.7), 0) << "a table, and what the allocator takes besides";
  EXPECT_NEAR(growth(0.1), 51e6, 1) << "a leak beside a table";
}

TEST(AlertFigures, compare_memory_with_the_prediction_where_it_may_do_harm) {
  Sample sample;
  EXPECT_TRUE(std::isnan(over_prediction(sample, {100}, {1000})));
  sample.set(Quantity::resident, 300.0);
  sample.set(Quantity::children_resident, 250.0);
  EXPECT_DOUBLE_EQ(over_prediction(sample, {100}, {1000}), 5.5);
  EXPECT_DOUBLE_EQ(over_prediction(sample, {100}, {2000}), 0) << "far from the limit";
  sample.set(Quantity::held, 20.0);
  EXPECT_DOUBLE_EQ(over_prediction(sample, {100}, {1000}), 5.2);
  EXPECT_TRUE(std::isnan(over_prediction(sample, {}, {1000})));
  EXPECT_TRUE(std::isnan(over_prediction(sample, {100}, base::Bytes::unlimited())));
}

TEST(RecentPeak, is_the_highest_of_a_stretch_however_often_it_is_low_between) {
  RecentPeak peak(base::Seconds{10});
  const auto take = [&](double figure, double at) { return peak.take(figure, base::Seconds{at}); };
  EXPECT_TRUE(std::isnan(take(no_figure, 0)));
  EXPECT_EQ(take(1.3, 1), 1.3);
  EXPECT_EQ(take(0, 2), 1.3);
  EXPECT_EQ(take(1.2, 8), 1.3);
  EXPECT_EQ(take(0.5, 11), 1.3);
  EXPECT_EQ(take(0.5, 11.1), 1.2);
  EXPECT_EQ(take(1.5, 12), 1.5);
  EXPECT_EQ(take(no_figure, 22), 1.5);
  EXPECT_EQ(take(0.4, 22.1), 0.4);
  EXPECT_TRUE(std::isnan(take(no_figure, 40)));
}

TEST(AlertFigures, tell_no_share_of_fewer_than_ten) {
  EXPECT_TRUE(std::isnan(success_share(0, 9)));
  EXPECT_DOUBLE_EQ(success_share(6, 4), 0.6);
}

class StorageRatesTest : public testing::Test {
 protected:
  /// The rate, after so much in all; 0: none is told.
  double take(base::Bytes bytes, double seconds, std::uint64_t calls = 1) {
    auto one = moved("read", bytes, base::Seconds{seconds});
    one.calls = calls;
    const auto rates = rates_.take(std::vector{one});
    return rates.empty() ? 0 : rates[0].bytes_per_second;
  }
  StorageRates rates_;
};

TEST_F(StorageRatesTest, are_those_since_the_last_time) {
  EXPECT_DOUBLE_EQ(take(base::mebibytes(20), 2), 10 << 20);
  EXPECT_DOUBLE_EQ(take(base::mebibytes(80), 4), 30 << 20);
}

TEST_F(StorageRatesTest, need_enough_bytes_and_time_to_be_one) {
  EXPECT_EQ(take(base::mebibytes(15), 9.9), 0) << "a table so small tells of what it takes to begin";
  EXPECT_DOUBLE_EQ(take(base::mebibytes(15), 10), 1.5 * (1 << 20)) << "but one waits for it";
  EXPECT_EQ(take(base::mebibytes(100), 10.9), 0);
}

TEST_F(StorageRatesTest, are_not_told_of_small_blocks) {
  EXPECT_EQ(take({4095 * 10'000}, 20, 10'000), 0);
  EXPECT_GT(take({4096 * 10'000}, 20, 10'000), 0);
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
  for (int i = 0; i < 9; ++i) one.telling_rates.add(i % 2 == 0 ? 1 : 3);
  EXPECT_TRUE(std::isnan(unsteadiness(one)));
  one.telling_rates.add(3);
  EXPECT_DOUBLE_EQ(unsteadiness(one), 0.5);
}

TEST(Unsteadiness, is_not_that_of_seconds_in_which_little_is_moved) {
  OperationStatistics one;
  for (int i = 0; i < 100; ++i) one.rates.add(i % 10 == 0 ? 100 : 1);
  EXPECT_TRUE(std::isnan(unsteadiness(one)));
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
  EXPECT_DOUBLE_EQ(window(40), 1.1) << "a lull is no fall";
  EXPECT_DOUBLE_EQ(window(38), 0.4 * 100 / 95);  // the median of 40, 90, 100, 110
}

TEST_F(PaceTest, gives_nothing_within_a_window) {
  for (int i = 0; i < 5; ++i) window(100);
  now_ += base::Seconds{9.9};
  EXPECT_TRUE(std::isnan(pace_.take(done_, true, now_)));
}

TEST_F(PaceTest, waits_until_there_is_enough_to_compare) {
  for (int i = 0; i < 9; ++i) {  // one in ten seconds: a window is 30 of them
    for (int ten = 0; ten < 30; ++ten) {
      const auto figure = window(ten % 7 == 0 ? 0 : ten % 7 == 1 ? 2 : 1);
      EXPECT_EQ(std::isnan(figure), ten < 29 || i < 3) << i << " " << ten;
      if (!std::isnan(figure)) {
        EXPECT_NEAR(figure, 1, 0.1);
      }
    }
  }
  double figure = 1;
  for (int ten = 0; ten < 70; ++ten) {
    const auto later = window(0);
    if (!std::isnan(later)) figure = later;
  }
  EXPECT_EQ(figure, 0) << "nothing comes any more";
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

TEST(RelativeSlowness, leaves_the_rank_itself_out_wherever_it_stands_among_the_others) {
  std::vector<RankWork> ranks;
  for (const double seconds : {40, 10, 20, 20, 30}) ranks.push_back({10, base::Seconds{seconds}});
  EXPECT_THAT(relative_slowness(ranks), testing::ElementsAre(4.0 / 2, 1 / 2.5, 2 / 2.5, 2 / 2.5, 3.0 / 2));
  ranks.pop_back();
  EXPECT_THAT(relative_slowness(ranks), testing::ElementsAre(4.0 / 2, 1.0 / 2, 2.0 / 2, 2.0 / 2));
}

TEST(RelativeSlowness, leaves_ranks_alone_of_which_little_is_known) {
  const std::vector<RankWork> ranks{
      {100, base::Seconds{10}}, {9, base::Seconds{90}}, {10, base::Seconds{9.9}}, {10, base::Seconds{1}}, {}};
  const auto figures = relative_slowness(ranks);
  EXPECT_DOUBLE_EQ(figures[0], 0.1 / 0.545);
  for (const auto i : {1U, 2U, 3U, 4U}) EXPECT_TRUE(std::isnan(figures[i])) << i;
}

TEST(RelativeSlowness, is_what_it_is_for_certain) {
  const base::Seconds unknown = base::Seconds::never();
  const auto ranks = [](base::Seconds own, base::Seconds others) {
    return std::vector<RankWork>{
        {10, base::Seconds{40}, own}, {10, base::Seconds{10}, others}, {10, base::Seconds{10}, others}};
  };
  EXPECT_DOUBLE_EQ(relative_slowness(ranks({0.5}, {0.1}))[0], 2.5 / 1.3);
  EXPECT_DOUBLE_EQ(relative_slowness(ranks(unknown, {0.1}))[0], 0);
  EXPECT_DOUBLE_EQ(relative_slowness(ranks({0.5}, unknown))[0], 0);
}

TEST(RelativeSlowness, is_not_told_of_two_ranks) {
  const auto figures =
      relative_slowness(std::vector<RankWork>{{100, base::Seconds{10}}, {100, base::Seconds{100}}});
  EXPECT_TRUE(std::isnan(figures[0]) && std::isnan(figures[1]));
}

}  // namespace
}  // namespace winnow::watch
