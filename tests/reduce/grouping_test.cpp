#include "reduce/grouping.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::SizeIs;

const std::vector<read::Field> fields{{"router", read::FieldType::text}, {"seed", read::FieldType::integer}};

TEST(Grouping, is_by_row_only_if_a_column_tells_its_groups_apart) {
  const auto groupings = make_groupings({{"router", "seed"}, {"seed", "ttl:int"}, {}}, fields);
  ASSERT_TRUE(groupings);
  EXPECT_FALSE(groupings->list[0].by_row());
  EXPECT_TRUE(groupings->list[1].by_row());
  EXPECT_FALSE(groupings->list[2].by_row());
  EXPECT_EQ(groupings->list[1].name, "seed_ttl");
  EXPECT_EQ(groupings->list[2].name, "all");
}

TEST(Grouping, names_a_column_once_however_many_groupings_take_it) {
  const auto groupings = make_groupings({{"ttl:int"}, {"router", "ttl:int"}, {"kind", "ttl:int"}}, fields);
  ASSERT_TRUE(groupings);
  ASSERT_THAT(groupings->columns, SizeIs(2));
  EXPECT_EQ(groupings->columns[0].name, "ttl");
  EXPECT_EQ(groupings->columns[0].type, read::FieldType::integer);
  EXPECT_EQ(groupings->columns[1].name, "kind");
  EXPECT_EQ(groupings->columns[1].type, read::FieldType::text);
  EXPECT_EQ(groupings->list[2].keys[0].index, 1u);
  EXPECT_EQ(groupings->list[2].keys[1].index, 0u);
}

TEST(Grouping, takes_a_field_of_the_name_before_a_column_of_the_same_name) {
  const auto groupings = make_groupings({{"seed"}}, fields);
  ASSERT_TRUE(groupings);
  EXPECT_FALSE(groupings->list[0].keys[0].in_rows);
  EXPECT_EQ(groupings->list[0].keys[0].index, 1u);
}

TEST(Grouping, refuses_a_column_beside_a_field_of_its_name) {
  const auto groupings = make_groupings({{"seed", "seed:int"}}, fields);
  ASSERT_FALSE(groupings);
  EXPECT_EQ(groupings.error().error.text(), "\"seed\" stands twice in one grouping: take one out");
}

}  // namespace
}  // namespace winnow::reduce
