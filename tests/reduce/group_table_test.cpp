#include "reduce/group_table.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace winnow::reduce {
namespace {

base::Buffer encoding_of(const GroupTable& groups, GroupTable::Id id, const std::vector<MetricId>& numbers) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  groups.encode(id, numbers, out);
  return bytes;
}

void add(GroupTable& groups, std::string_view key, MetricId metric, std::vector<double> values) {
  const std::vector<read::Position> positions(values.size());
  groups.add(groups.group(key, metric + 1), metric, values, "a file", positions);
}

const Moments& moments(const GroupTable& groups, GroupTable::Id id, MetricId metric) {
  return groups.summary(id, metric).moments;
}

constexpr Needs everything{.distribution = true, .ends = true};

TEST(GroupTable, keeps_what_was_added_while_groups_gain_metrics) {
  GroupTable groups;
  add(groups, "a", 0, {2});
  add(groups, "b", 2, {5});
  add(groups, "a", 1, {7});
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups.key(0), "a");
  EXPECT_EQ(groups.metrics(0), 2u);
  EXPECT_EQ(moments(groups, 0, 0).mean(), 2);
  EXPECT_EQ(moments(groups, 0, 1).mean(), 7);
  EXPECT_EQ(moments(groups, 1, 2).mean(), 5);
}

TEST(GroupTable, keeps_beside_moments_what_is_needed_and_nothing_else) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values{nan, 4, 1, 3, nan};
  std::vector<read::Position> positions;
  for (std::uint64_t row = 0; row < values.size(); ++row) positions.push_back({row + 1, 10 * row});
  GroupTable plain;
  plain.add(plain.group("a", 1), 0, values, "file", positions);
  EXPECT_EQ(plain.summary(0, 0).distribution, nullptr);
  EXPECT_EQ(plain.summary(0, 0).ends, nullptr);

  GroupTable full(everything);
  full.add(full.group("a", 1), 0, values, "file", positions);
  full.add(full.group("a", 1), 0, std::vector{nan, nan}, "a file before", std::span(positions).first(2));
  const auto summary = full.summary(0, 0);
  EXPECT_EQ(summary.moments.missing(), 4u);
  EXPECT_EQ(summary.distribution->quantile({500'000}), 3);
  EXPECT_EQ(summary.ends->first(), 4);
  EXPECT_EQ(summary.ends->last(), 3);
}

TEST(GroupTable, merges_what_another_wrote_under_its_own_numbers) {
  GroupTable theirs(everything);
  add(theirs, "a", 2, {3, std::numeric_limits<double>::quiet_NaN()});
  add(theirs, "a", 0, {1});
  const auto bytes = encoding_of(theirs, 0, {5, 9, 1});

  GroupTable ours(everything);
  add(ours, "a", 1, {10});
  base::Decoder in(bytes);
  ASSERT_TRUE(ours.merge("a", std::vector<MetricId>{0, 1, 0, 0, 0, 4}, in));
  EXPECT_TRUE(in.at_end());
  ASSERT_EQ(ours.metrics(0), 5u);
  EXPECT_EQ(moments(ours, 0, 1).mean(), 6.5);
  EXPECT_EQ(moments(ours, 0, 1).missing(), 1u);
  EXPECT_EQ(moments(ours, 0, 4).mean(), 1);
  EXPECT_EQ(moments(ours, 0, 0).count(), 0u);
  EXPECT_EQ(ours.summary(0, 1).distribution->count(), 2u);
  EXPECT_EQ(ours.summary(0, 4).ends->last(), 1);
}

TEST(GroupTable, refuses_bytes_that_no_table_wrote) {
  GroupTable theirs(everything);
  add(theirs, "a", 0, {1});
  auto bytes = encoding_of(theirs, 0, {0});
  GroupTable ours(everything);
  base::Decoder unknown_metric(bytes);
  EXPECT_FALSE(ours.merge("a", {}, unknown_metric));
  for (; !bytes.empty(); bytes.pop_back()) {
    base::Decoder cut{std::span(bytes).first(bytes.size() - 1)};
    EXPECT_FALSE(ours.merge("a", std::vector<MetricId>{0}, cut));
  }
}

TEST(GroupTable, takes_no_more_for_a_metric_than_its_moments_unless_there_is_need) {
  constexpr std::size_t groups_made = 1000, metrics = 15;
  GroupTable groups;
  for (std::size_t i = 0; i < groups_made; ++i) {
    for (MetricId metric = metrics; metric-- > 0;) add(groups, std::to_string(i), metric, {0.25});
  }
  EXPECT_GE(groups.memory().count, groups_made * metrics * sizeof(Moments));
  EXPECT_LE(groups.memory().count, groups_made * (metrics * sizeof(Moments) + 100));
}

TEST(GroupTable, counts_its_memory_as_it_grows_and_gives_it_back_on_release) {
  GroupTable groups(everything);
  const auto empty = groups.memory();
  auto before = empty;
  const auto grows = [&] {
    const auto last = std::exchange(before, groups.memory());
    return last < before;
  };
  EXPECT_FALSE(grows());
  add(groups, "a", 999, {1});
  EXPECT_TRUE(grows()) << "by the metrics";
  add(groups, "a", 0, std::vector<double>(5000, 0.1));
  EXPECT_TRUE(grows()) << "by a grid";
  add(groups, "a", 0, {1e300});
  EXPECT_TRUE(grows()) << "by a wide sum";
  const auto bytes = encoding_of(groups, 0, std::vector<MetricId>(1000));
  GroupTable merged(everything);
  base::Decoder in(bytes);
  ASSERT_TRUE(merged.merge("a", std::vector<MetricId>(1000), in));
  EXPECT_GT(merged.memory().count, sizeof(LogGrid));
  groups.release(0);
  EXPECT_LT(groups.memory().count, empty.count + 1000);
  EXPECT_EQ(groups.metrics(0), 0u);
  groups.clear();
  EXPECT_LT(groups.memory().count, empty.count + 1000);
}

TEST(GroupTable, counts_in_bins_the_metrics_it_was_told_of_and_keeps_the_others_values) {
  const Bins bins(0, 2, 2);
  GroupTable groups(Needs{.bins = 2});
  groups.count_in(1, bins);
  const auto before = groups.memory();
  add(groups, "a", 0, {0.5, 1.5});
  add(groups, "a", 1, {0.5, std::numeric_limits<double>::quiet_NaN(), 1.5, 7});
  EXPECT_EQ(groups.summary(0, 0).distribution->count(), 2u);
  EXPECT_TRUE(groups.summary(0, 0).bin_counts->counts().empty());
  EXPECT_EQ(groups.summary(0, 1).distribution->count(), 0u);
  const auto counts = groups.summary(0, 1).bin_counts->counts();
  EXPECT_EQ(std::vector(counts.begin(), counts.end()), (std::vector<std::uint64_t>{0, 1, 1, 1}));
  EXPECT_GE(groups.memory(), before + base::Bytes{counts.size_bytes()});

  const auto bytes = encoding_of(groups, 0, {1, 0});
  GroupTable other(Needs{.bins = 2});
  const std::vector<MetricId> same{0, 1};
  base::Decoder in(bytes);
  ASSERT_TRUE(other.merge("a", same, in) && in.at_end());
  EXPECT_EQ(other.summary(0, 0).bin_counts->counts().size(), 4u) << "0 is what the writer called 1";
  groups.clear();
  add(groups, "a", 1, {0.5});
  EXPECT_EQ(groups.summary(0, 1).distribution->count(), 0u) << "what it was told stays";
}

}  // namespace
}  // namespace winnow::reduce
