#include "reduce/bins.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

TEST(Bins, are_of_one_width_half_open_and_the_last_one_closed) {
  const Bins bins(0, 4, 4);
  EXPECT_THAT(bins.edges(), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(bins.centres(), ElementsAre(0.5, 1.5, 2.5, 3.5));
  EXPECT_EQ(bins.slot_of(-1e-300), 0u);
  EXPECT_EQ(bins.slot_of(0), 1u);
  EXPECT_EQ(bins.slot_of(-0.0), 1u);
  EXPECT_EQ(bins.slot_of(std::nextafter(1, 0)), 1u);
  EXPECT_EQ(bins.slot_of(1), 2u);
  EXPECT_EQ(bins.slot_of(4), 4u);
  EXPECT_EQ(bins.slot_of(std::nextafter(4, 5)), 5u);
}

TEST(Bins, decide_by_the_edges_as_they_are_rounded) {
  const Bins bins(0, 1, 10);
  for (std::size_t i = 0; i < bins.count(); ++i) {
    const double edge = bins.edges()[i];
    EXPECT_EQ(bins.slot_of(edge), i + 1);
    EXPECT_EQ(bins.slot_of(std::nextafter(edge, -1)), i);
  }
}

TEST(Bins, of_one_value_reach_half_a_unit_to_both_sides) {
  const Bins bins(3, 3, 2);
  EXPECT_THAT(bins.edges(), ElementsAre(2.5, 3, 3.5));
  EXPECT_EQ(bins.slot_of(3), 2u);
}

TEST(Bins, hold_what_is_too_large_for_a_width_or_too_near_for_one) {
  constexpr double most = std::numeric_limits<double>::max();
  const Bins wide(-most, most, 4);
  EXPECT_TRUE(std::ranges::is_sorted(wide.edges()));
  EXPECT_TRUE(std::ranges::all_of(wide.edges(), [](double edge) { return std::isfinite(edge); }));
  EXPECT_EQ(wide.slot_of(-most), 1u);
  EXPECT_EQ(wide.slot_of(0), 3u);
  EXPECT_EQ(wide.slot_of(most), 4u);
  const Bins narrow(1e300, 1e300, 4);
  EXPECT_EQ(narrow.slot_of(1e300), 4u);
  const Bins tiny(0, std::numeric_limits<double>::denorm_min(), 3);
  EXPECT_TRUE(std::ranges::is_sorted(tiny.edges()));
  EXPECT_EQ(tiny.slot_of(std::numeric_limits<double>::denorm_min()), 3u);
}

}  // namespace
}  // namespace winnow::reduce
