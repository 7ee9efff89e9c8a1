#include "winnow/watch/operation_statistics.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "winnow/base/random.hpp"

namespace winnow::watch {
namespace {

OperationStatistics statistics(std::string name, std::uint64_t calls, double seconds) {
  OperationStatistics one;
  one.name = std::move(name);
  one.calls = calls;
  one.total = one.own = one.longest = {seconds};
  return one;
}

TEST(DurationCounts, lays_buckets_side_by_side) {
  EXPECT_EQ(DurationCounts::bucket_of(0), 0);
  for (std::uint64_t time = 1; time < 100'000; ++time) {
    const auto step = DurationCounts::bucket_of(time) - DurationCounts::bucket_of(time - 1);
    ASSERT_LE(step, 1) << time;
  }
}

TEST(DurationCounts, names_a_bucket_by_a_duration_within_a_thirty_second_of_each_in_it) {
  for (double time = 1; time < std::ldexp(1.0, 48); time *= 1.01) {
    const auto middle =
        DurationCounts::middle_of(DurationCounts::bucket_of(static_cast<std::uint64_t>(time)));
    ASSERT_NEAR(middle, std::floor(time), std::floor(time) / 32) << time;
  }
}

TEST(DurationCounts, takes_the_longest_durations_together) {
  EXPECT_EQ(DurationCounts::bucket_of(~std::uint64_t{0}), DurationCounts::bucket_count - 1);
  EXPECT_EQ(DurationCounts::bucket_of((std::uint64_t{1} << 48) - 1), DurationCounts::bucket_count - 1);
}

TEST(DurationCounts, gives_the_quantiles_of_what_was_counted) {
  DurationCounts counts;
  for (std::uint64_t microseconds = 1; microseconds <= 1000; ++microseconds) {
    counts.add(DurationCounts::bucket_of(microseconds * 1000), 1);
  }
  for (const double quantile : {0.01, 0.5, 0.95, 1.0}) {
    EXPECT_NEAR(counts.value_at(quantile).count, quantile * 1e-3, quantile * 1e-3 / 32) << quantile;
  }
  EXPECT_EQ(DurationCounts().value_at(0.5).count, 0);
}

TEST(Rates, merge_to_the_moments_of_all) {
  const base::Random random(1, 1);
  std::vector<double> all;
  Rates merged;
  for (std::uint64_t part = 0; part < 7; ++part) {
    Rates rates;
    for (std::uint64_t i = 0; i < part * part; ++i) {
      all.push_back(1e9 + random.uniform(all.size()));
      rates.add(all.back());
    }
    merged.merge(rates);
  }
  const auto count = static_cast<double>(all.size());
  const auto mean = std::accumulate(all.begin(), all.end(), 0.0) / count;
  double squares = 0;
  for (const auto rate : all) squares += (rate - mean) * (rate - mean);
  EXPECT_EQ(merged.windows, all.size());
  EXPECT_NEAR(merged.mean, mean, 1e-6);
  EXPECT_NEAR(merged.deviation(), std::sqrt(squares / count), 1e-5);
  EXPECT_EQ(merged.least, std::ranges::min(all));
}

TEST(OperationStatistics, have_no_quantile_beyond_the_longest) {
  OperationStatistics one;
  const auto call = [&one](double seconds) {
    ++one.calls;
    one.total += base::Seconds{seconds};
    one.longest = std::max(one.longest, base::Seconds{seconds});
    one.durations.add(DurationCounts::bucket_of(static_cast<std::uint64_t>(seconds * 1e9)), 1);
  };
  call(0.012929);
  EXPECT_EQ(one.quantile(0.5).count, 0.012929) << "of one call its own";
  for (int i = 0; i < 50; ++i) {
    call(0.0225);
    EXPECT_LE(one.quantile(0.95), one.longest);
  }
}

TEST(OperationStatistics, merge_by_name) {
  std::vector<OperationStatistics> all{statistics("parse", 2, 3)};
  merge_into(all, {statistics("read", 1, 1), statistics("parse", 5, 4)});
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0].name, "parse");
  EXPECT_EQ(all[0].calls, 7);
  EXPECT_EQ(all[0].total.count, 7);
  EXPECT_EQ(all[0].longest.count, 4);
  EXPECT_EQ(all[0].mean().count, 1);
  EXPECT_EQ(all[1].name, "read");
}

TEST(OperationStatistics, come_back_from_bytes_as_they_were) {
  auto one = statistics("read", 3, 0.5);
  one.long_name = "reading";
  one.resource = base::Resource::storage;
  one.items = 17;
  one.bytes = base::mebibytes(3);
  one.durations.add(DurationCounts::bucket_of(1'000'000), 3);
  one.rates.add(5e6);
  one.rates.add(7e6);
  one.telling_rates.add(3e6);
  one.memory = -5;
  one.memory_max = 9;
  base::Buffer bytes;
  base::Encoder out(bytes);
  one.encode(out);
  base::Decoder in(bytes);
  const auto back = decode_operation_statistics(in);
  ASSERT_TRUE(back);
  EXPECT_TRUE(in.at_end());
  base::Buffer again;
  base::Encoder out_again(again);
  back->encode(out_again);
  EXPECT_EQ(again, bytes);
  EXPECT_EQ(back->long_name, "reading");
  EXPECT_EQ(back->rates.mean, 6e6);
  EXPECT_EQ(back->rates.deviation(), 1e6);
  EXPECT_EQ(back->telling_rates.windows, 1U);
  EXPECT_EQ(back->telling_rates.mean, 3e6);
  EXPECT_EQ(back->memory, -5);
  EXPECT_EQ(back->throughput(), 2.0 * static_cast<double>(base::mebibytes(3).count));
}

TEST(OperationStatistics, are_not_taken_from_bytes_that_end_early) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  statistics("read", 3, 0.5).encode(out);
  bytes.pop_back();
  base::Decoder in(bytes);
  EXPECT_FALSE(decode_operation_statistics(in));
}

}  // namespace
}  // namespace winnow::watch
