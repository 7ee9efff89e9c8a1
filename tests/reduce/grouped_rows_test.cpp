#include "reduce/grouped_rows.hpp"

#include <gmock/gmock.h>

#include "winnow/base/random.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

TEST(GroupedRows, are_in_order_within_groups_in_order_of_appearance) {
  GroupedRows rows;
  rows.sort(std::vector<KeyTable::Id>{7, 2, 7, 7, 0, 2});
  ASSERT_EQ(rows.groups().size(), 3u);
  EXPECT_EQ(rows.groups()[0].id, 7u);
  EXPECT_THAT(rows.groups()[0].rows, ElementsAre(0, 2, 3));
  EXPECT_EQ(rows.groups()[1].id, 2u);
  EXPECT_THAT(rows.groups()[1].rows, ElementsAre(1, 5));
  EXPECT_EQ(rows.groups()[2].id, 0u);
  EXPECT_THAT(rows.groups()[2].rows, ElementsAre(4));
}

TEST(GroupedRows, of_no_rows_are_no_groups) {
  GroupedRows rows;
  rows.sort(std::vector<KeyTable::Id>{1});
  rows.sort({});
  EXPECT_TRUE(rows.groups().empty());
}

TEST(GroupedRows, hold_each_row_once_and_with_its_own_group_whatever_was_sorted_before) {
  base::RandomSequence random(7, 0);
  GroupedRows rows;
  for (int repeat = 0; repeat < 100; ++repeat) {
    std::vector<KeyTable::Id> groups(random.below(300));
    for (auto& group : groups) group = static_cast<KeyTable::Id>(random.below(1 + random.below(1000)));
    rows.sort(groups);
    std::vector<int> seen(groups.size());
    for (const auto& [id, members] : rows.groups()) {
      for (const auto row : members) {
        EXPECT_EQ(groups[row], id);
        ++seen[row];
      }
    }
    EXPECT_THAT(seen, testing::Each(1));
  }
}

}  // namespace
}  // namespace winnow::reduce
