#include "winnow/base/held_memory.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

TEST(HeldMemory, is_what_all_shares_keep_now) {
  HeldMemory all;
  HeldShare one(&all);
  one.set({100});
  {
    HeldShare other(&all);
    other.set({50});
    EXPECT_EQ(all.bytes(), Bytes{150});
    one.set({30});
    EXPECT_EQ(all.bytes(), Bytes{80});
  }
  EXPECT_EQ(all.bytes(), Bytes{30});
}

TEST(HeldMemory, need_not_be_there) {
  HeldShare nobodys;
  nobodys.set({100});
}

}  // namespace
}  // namespace winnow::base
