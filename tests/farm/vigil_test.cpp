#include "farm/vigil.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

using base::Seconds;

TEST(Vigil, gives_up_who_is_silent_for_longer_than_allowed) {
  Vigil vigil(Seconds{10}, Seconds{1});
  for (int second = 0; second <= 15; ++second) vigil.look(Seconds{1.0 * second});
  EXPECT_FALSE(vigil.lost(Seconds{5}, Seconds{15}));
  EXPECT_TRUE(vigil.lost(Seconds{4}, Seconds{15}));
}

TEST(Vigil, gives_everybody_another_chance_after_its_own_absence) {
  Vigil vigil(Seconds{10}, Seconds{1});
  vigil.look(Seconds{0});
  vigil.look(Seconds{50});
  EXPECT_FALSE(vigil.lost(Seconds{0}, Seconds{50}));
  for (int second = 51; second <= 61; ++second) vigil.look(Seconds{1.0 * second});
  EXPECT_TRUE(vigil.lost(Seconds{0}, Seconds{61}));
}

}  // namespace
}  // namespace winnow::farm
