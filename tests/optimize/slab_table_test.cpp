#include "optimize/slab_table.hpp"

#include <gmock/gmock.h>

namespace winnow::optimize {
namespace {

using testing::ElementsAre;

TEST(SlabTable, gives_its_rows_in_blocks) {
  SlabTable table("optimize/best", "solution", 10, 4, 3);
  table.add_dimension({"entry", {"a", "b"}});
  table.add("x", std::vector<double>{1, 2, 3});
  table.add("router", {"epidemic", "", "a"}, 8);
  table.add("memory", std::vector<double>{1, 2, 3, 4, 5, 6}, {}, "entry");
  base::Block block;
  table.next(2, block);
  EXPECT_EQ(block.rows, 2U);
  EXPECT_THAT(std::get<std::vector<double>>(block.cells[0]), ElementsAre(1, 2));
  EXPECT_EQ(std::get<std::string>(block.cells[1]), std::string("epidemic\0\0\0\0\0\0\0\0", 16));
  EXPECT_THAT(std::get<std::vector<double>>(block.cells[2]), ElementsAre(1, 2, 3, 4));
  table.next(2, block);
  EXPECT_EQ(block.rows, 1U);
  EXPECT_EQ(std::get<std::string>(block.cells[1]), std::string("a\0\0\0\0\0\0\0", 8));
  table.next(2, block);
  EXPECT_EQ(block.rows, 0U);
}

}  // namespace
}  // namespace winnow::optimize
