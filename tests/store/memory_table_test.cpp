#include "winnow/store/memory_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::store {
namespace {

using testing::ElementsAre;

TEST(MemoryTable, gives_its_columns_in_blocks) {
  MemoryTable table("run/workers", "worker");
  table.add("rank", std::vector<std::int64_t>{0, 1, 2})
      .add("busy", std::vector<double>{0.5, 0.25, 1})
      .add("node", std::vector<std::string>{"a", "bcd", ""});
  EXPECT_EQ(table.shape().rows, 3);
  EXPECT_EQ(table.shape().own_rows, 3);
  EXPECT_EQ(table.shape().variables[2].text_width, 3);

  base::Block block;
  table.next(2, block);
  ASSERT_EQ(block.rows, 2);
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(block.cells[0]), ElementsAre(0, 1));
  EXPECT_EQ(std::get<std::string>(block.cells[2]), std::string("a\0\0bcd", 6));
  table.next(2, block);
  ASSERT_EQ(block.rows, 1);
  EXPECT_THAT(std::get<std::vector<double>>(block.cells[1]), ElementsAre(1));
  EXPECT_EQ(std::get<std::string>(block.cells[2]), std::string("\0\0\0", 3));
  table.next(2, block);
  EXPECT_EQ(block.rows, 0);
}

TEST(MemoryTable, without_columns_owns_no_row) {
  MemoryTable table("run/workers", "worker");
  base::Block block;
  table.next(10, block);
  EXPECT_EQ(block.rows, 0);
  EXPECT_EQ(table.shape().own_rows, 0);
}

}  // namespace
}  // namespace winnow::store
