#include "winnow/base/team.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

TEST(SoloTeam, talks_to_itself) {
  SoloTeam team;
  EXPECT_EQ(team.size(), 1);
  EXPECT_EQ(team.gather_all(std::uint64_t{5}), std::vector<std::uint64_t>{5});
  EXPECT_EQ(team.sum(7), 7u);
  EXPECT_EQ(team.maximum(9), 9u);
  EXPECT_TRUE(team.any(true));
  EXPECT_FALSE(team.any(false));
  std::vector<Buffer> outgoing{Buffer(3, std::byte{1})};
  EXPECT_EQ(team.exchange(outgoing), outgoing);
  EXPECT_EQ(team.gather_to_root(outgoing.front()), outgoing);
}

}  // namespace
}  // namespace winnow::base
