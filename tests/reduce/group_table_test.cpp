#include "reduce/group_table.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace winnow::reduce {
namespace {

base::Buffer encoding_of(const GroupTable& groups, GroupTable::Id id, const std::vector<MetricId>& numbers) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  groups.encode(id, numbers, out);
  return bytes;
}

TEST(GroupTable, keeps_what_was_added_while_groups_gain_metrics) {
  GroupTable groups;
  groups.group("a", 1)[0].add(2);
  groups.group("b", 3)[2].add(5);
  groups.group("a", 2)[1].add(7);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups.key(0), "a");
  EXPECT_EQ(groups.moments(0)[0].mean(), 2);
  EXPECT_EQ(groups.moments(0)[1].mean(), 7);
  EXPECT_EQ(groups.moments(1)[2].mean(), 5);
}

TEST(GroupTable, merges_what_another_wrote_under_its_own_numbers) {
  GroupTable theirs;
  const auto written = theirs.group("a", 3);
  written[0].add(1);
  written[2].add(3);
  written[2].add(std::numeric_limits<double>::quiet_NaN());
  const auto bytes = encoding_of(theirs, 0, {5, 9, 1});

  GroupTable ours;
  ours.group("a", 2)[1].add(10);
  base::Decoder in(bytes);
  ASSERT_TRUE(ours.merge("a", std::vector<MetricId>{0, 1, 0, 0, 0, 4}, in));
  EXPECT_TRUE(in.at_end());
  const auto moments = ours.moments(0);
  ASSERT_EQ(moments.size(), 5u);
  EXPECT_EQ(moments[1].mean(), 6.5);
  EXPECT_EQ(moments[1].missing(), 1u);
  EXPECT_EQ(moments[4].mean(), 1);
  EXPECT_EQ(moments[0].count(), 0u);
}

TEST(GroupTable, refuses_bytes_that_no_table_wrote) {
  GroupTable theirs;
  theirs.group("a", 1)[0].add(1);
  auto bytes = encoding_of(theirs, 0, {0});
  GroupTable ours;
  base::Decoder unknown_metric(bytes);
  EXPECT_FALSE(ours.merge("a", {}, unknown_metric));
  bytes.pop_back();
  base::Decoder cut(bytes);
  EXPECT_FALSE(ours.merge("a", std::vector<MetricId>{0}, cut));
}

TEST(GroupTable, gives_memory_back_on_release) {
  GroupTable groups;
  groups.group("a", 1000)[0].add(1);
  const auto before = groups.memory();
  groups.release(0);
  EXPECT_LT(groups.memory().count + 1000 * sizeof(Moments), before.count + sizeof(Moments));
  EXPECT_TRUE(groups.moments(0).empty());
}

}  // namespace
}  // namespace winnow::reduce
