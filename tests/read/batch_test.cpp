#include "winnow/read/batch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::read {
namespace {

using testing::ElementsAre;

TEST(ColumnNames, numbers_names_densely_in_order_of_appearance) {
  ColumnNames names;
  EXPECT_EQ(names.id_of("created"), 0u);
  EXPECT_EQ(names.id_of("delivered"), 1u);
  EXPECT_EQ(names.id_of("created"), 0u);
  EXPECT_EQ(names.size(), 2u);
  EXPECT_EQ(names.name_of(1), "delivered");
}

TEST(ColumnNames, keeps_names_in_place_while_it_grows_and_moves) {
  ColumnNames names;
  const auto& first = names.name_of(names.id_of("first"));
  for (int i = 0; i < 10'000; ++i) names.id_of("column " + std::to_string(i));
  ColumnNames moved = std::move(names);
  EXPECT_EQ(first, "first");
  EXPECT_EQ(&moved.name_of(0), &first);
  EXPECT_EQ(moved.id_of("first"), 0u);
  EXPECT_EQ(moved.id_of("column 9999"), 10'000u);
}

TEST(Tally, adds_lines_and_bytes_of_each_kind) {
  Tally sum{{1, 10}, {2, 20}, {3, 30}};
  sum += Tally{{100, 1000}, {200, 2000}, {300, 3000}};
  EXPECT_EQ(sum.accepted.lines, 101u);
  EXPECT_EQ(sum.accepted.bytes, 1010u);
  EXPECT_EQ(sum.rejected.lines, 202u);
  EXPECT_EQ(sum.rejected.bytes, 2020u);
  EXPECT_EQ(sum.ignored.lines, 303u);
  EXPECT_EQ(sum.ignored.bytes, 3030u);
}

TEST(Batch, gives_columns_of_its_rows) {
  Batch batch;
  batch.columns = {7, 3};
  batch.values = {1, 2, 3, 4};
  batch.positions = {{1, 0}, {2, 8}};
  EXPECT_EQ(batch.rows(), 2u);
  EXPECT_THAT(batch.column(0), ElementsAre(1, 2));
  EXPECT_THAT(batch.column(1), ElementsAre(3, 4));
}

TEST(Batch, gives_columns_that_are_a_stride_apart) {
  Batch batch;
  batch.values = {1, 2, 0, 3, 4, 0};
  batch.keys = {"a", "b", "", "c", "d", ""};
  batch.stride = 3;
  batch.positions = {{1, 0}, {2, 8}};
  EXPECT_THAT(batch.column(1), ElementsAre(3, 4));
  EXPECT_THAT(batch.key(1), ElementsAre("c", "d"));
}

TEST(Batch, is_empty_once_cleared) {
  Batch batch{{1}, {2.0}, {"a"}, 1, {{1, 0}}, {{{1, 0}, "not a number", "x"}}, {{1, 1}, {1, 1}, {1, 1}}};
  batch.clear();
  EXPECT_EQ(batch.rows(), 0u);
  EXPECT_TRUE(batch.columns.empty());
  EXPECT_TRUE(batch.values.empty());
  EXPECT_TRUE(batch.keys.empty());
  EXPECT_TRUE(batch.rejections.empty());
  EXPECT_EQ(batch.tally.accepted.lines + batch.tally.rejected.lines + batch.tally.ignored.bytes, 0u);
}

}  // namespace
}  // namespace winnow::read
