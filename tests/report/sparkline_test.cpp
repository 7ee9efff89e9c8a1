#include "winnow/report/sparkline.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace winnow::report {
namespace {

TEST(Sparkline, draws_a_bar_a_count_as_high_as_it_is_to_the_fullest) {
  EXPECT_EQ(sparkline(std::vector<double>{1, 4, 8, 0, 2}), "▁▄█ ▂");
}

TEST(Sparkline, shows_what_is_next_to_nothing) {
  EXPECT_EQ(sparkline(std::vector<double>{1, 1e9}), "▁█");
}

TEST(Sparkline, is_blank_without_values) {
  EXPECT_EQ(sparkline(std::vector<double>{0, 0}), "  ");
  EXPECT_EQ(sparkline({}), "");
}

TEST(Sparkline, joins_neighbours_where_there_are_too_many) {
  std::vector<double> counts(41, 1);
  counts.back() = 6;
  EXPECT_EQ(sparkline(counts), "▄▄▄▄▄▄▄▄▄▄▄▄▄█");
}

}  // namespace
}  // namespace winnow::report
