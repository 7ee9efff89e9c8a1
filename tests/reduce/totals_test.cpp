#include "winnow/reduce/totals.hpp"

#include <gtest/gtest.h>

namespace winnow::reduce {
namespace {

TEST(Totals, place_a_rejection_by_its_line_or_as_a_whole_file) {
  EXPECT_EQ((Rejected{"a.txt", {.line = 7, .byte = 100}, "", ""}.place()), "a.txt:7");
  EXPECT_EQ((Rejected{"a.txt", {}, "", ""}.place()), "a.txt");
}

TEST(Totals, count_rejections_over_all_reasons) {
  Totals totals;
  EXPECT_EQ(totals.rejections(), 0u);
  totals.reasons = {{"empty", 2, {}}, {"binary", 1, {}}};
  EXPECT_EQ(totals.rejections(), 3u);
}

}  // namespace
}  // namespace winnow::reduce
