#include "mpi/counts.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "winnow/base/error.hpp"

namespace winnow::mpi {
namespace {

using testing::ElementsAre;

constexpr int most = std::numeric_limits<int>::max();

TEST(CountOf, takes_what_an_int_can_hold_and_refuses_more) {
  EXPECT_EQ(count_of(0), 0);
  EXPECT_EQ(count_of(std::size_t{most}), most);
  EXPECT_THROW(static_cast<void>(count_of(std::size_t{most} + 1)), base::Failure);
}

TEST(Layout, puts_parts_one_behind_the_other) {
  const Layout layout({3, 0, 5});
  EXPECT_THAT(layout.offsets, ElementsAre(0, 3, 3));
  EXPECT_EQ(layout.total, 8U);
  EXPECT_EQ(Layout({}).total, 0U);
}

TEST(Layout, refuses_parts_that_are_small_each_and_too_large_together) {
  EXPECT_EQ(Layout({most - 1, 1}).total, std::size_t{most});
  EXPECT_THROW(Layout({most, 1}), base::Failure);
  EXPECT_THROW(Layout({most / 2, most / 2, most / 2}), base::Failure);
}

}  // namespace
}  // namespace winnow::mpi
