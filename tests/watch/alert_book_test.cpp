#include "winnow/watch/alert_book.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "winnow/base/clock.hpp"
#include "winnow/watch/alert_figures.hpp"

namespace winnow::watch {
namespace {

AlertLimits limits(Rule rule, Thresholds thresholds) {
  AlertLimits all{};
  all[static_cast<std::size_t>(rule)] = thresholds;
  return all;
}

/// A book with a clock that each figure moves on by a second.
class AlertBookTest : public testing::Test {
 protected:
  std::vector<Alert> judge(AlertBook& book, Rule rule, double figure, std::string_view subject = "node n1") {
    clock_.advance(base::Seconds{1});
    return book.judge(rule, subject, figure, clock_.now());
  }

 private:
  base::ManualClock clock_;
};

TEST_F(AlertBookTest, begins_beyond_the_threshold_and_ends_at_it) {
  AlertBook book(limits(Rule::memory, {0.8, {}}));
  EXPECT_TRUE(judge(book, Rule::memory, 0.8).empty());
  const auto begun = judge(book, Rule::memory, std::nextafter(0.8, 1));
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun[0].began, base::Seconds{2});
  EXPECT_EQ(begun[0].threshold, 0.8);
  judge(book, Rule::memory, 0.9);
  EXPECT_FALSE(book.alerts()[0].ended);
  judge(book, Rule::memory, 0.8);
  ASSERT_EQ(book.alerts().size(), 1U);
  EXPECT_EQ(book.alerts()[0].ended, base::Seconds{4});
}

TEST_F(AlertBookTest, takes_the_threshold_of_a_floor_from_below) {
  AlertBook book(limits(Rule::success, {0.9, {}}));
  EXPECT_TRUE(judge(book, Rule::success, 0.9).empty());
  EXPECT_EQ(judge(book, Rule::success, std::nextafter(0.9, 0)).size(), 1U);
  judge(book, Rule::success, 0.9);
  EXPECT_EQ(book.alerts()[0].ended, base::Seconds{3});
}

TEST_F(AlertBookTest, has_warning_and_critical_side_by_side) {
  AlertBook book(limits(Rule::memory, {0.8, 0.95}));
  EXPECT_EQ(judge(book, Rule::memory, 0.9)[0].severity, Severity::warning);
  EXPECT_EQ(judge(book, Rule::memory, 0.96)[0].severity, Severity::critical);
  judge(book, Rule::memory, 0.95);
  judge(book, Rule::memory, 0.5);
  ASSERT_EQ(book.alerts().size(), 2U);
  EXPECT_EQ(book.alerts()[0].ended, base::Seconds{4});
  EXPECT_EQ(book.alerts()[1].ended, base::Seconds{3});
}

TEST_F(AlertBookTest, begins_both_where_a_figure_jumps) {
  AlertBook book(limits(Rule::memory, {0.8, 0.95}));
  EXPECT_EQ(judge(book, Rule::memory, 1).size(), 2U);
}

TEST_F(AlertBookTest, tells_once_of_what_comes_and_goes_and_keeps_each_time) {
  AlertBook book(limits(Rule::memory, {0.8, {}}));
  EXPECT_EQ(judge(book, Rule::memory, 0.9).size(), 1U);
  judge(book, Rule::memory, 0.5);
  EXPECT_TRUE(judge(book, Rule::memory, 0.85).empty());
  ASSERT_EQ(book.alerts().size(), 2U);
  EXPECT_EQ(book.alerts()[1].began, base::Seconds{3});
  EXPECT_EQ(book.alerts()[1].figure, 0.85);
  EXPECT_FALSE(book.alerts()[1].ended);
}

TEST_F(AlertBookTest, tells_subjects_apart) {
  AlertBook book(limits(Rule::slow_rank, {2, {}}));
  EXPECT_EQ(judge(book, Rule::slow_rank, 3, "rank 1 on n1").size(), 1U);
  EXPECT_EQ(judge(book, Rule::slow_rank, 3, "rank 2 on n1").size(), 1U);
  judge(book, Rule::slow_rank, 1, "rank 1 on n1");
  EXPECT_TRUE(book.alerts()[0].ended);
  EXPECT_FALSE(book.alerts()[1].ended);
}

TEST_F(AlertBookTest, does_not_judge_by_a_rule_that_is_switched_off) {
  AlertBook book(limits(Rule::memory, {0.8, {}}));
  EXPECT_TRUE(book.judges(Rule::memory));
  EXPECT_FALSE(book.judges(Rule::success));
  EXPECT_TRUE(judge(book, Rule::success, 0).empty());
  EXPECT_TRUE(book.alerts().empty());
}

TEST_F(AlertBookTest, stays_as_it_was_where_there_is_no_figure) {
  AlertBook book(limits(Rule::memory, {0.8, {}}));
  judge(book, Rule::memory, 0.9);
  EXPECT_TRUE(judge(book, Rule::memory, no_figure).empty());
  ASSERT_EQ(book.alerts().size(), 1U);
  EXPECT_FALSE(book.alerts()[0].ended);
}

TEST_F(AlertBookTest, keeps_no_more_than_it_may) {
  AlertBook book(limits(Rule::memory, {0.8, {}}), 2);
  for (int i = 0; i < 5; ++i) {
    judge(book, Rule::memory, 0.9);
    judge(book, Rule::memory, 0.5);
  }
  ASSERT_EQ(book.alerts().size(), 2U);
  EXPECT_EQ(book.alerts()[1].ended, base::Seconds{4});
  EXPECT_EQ(book.unkept(), 3U);
}

}  // namespace
}  // namespace winnow::watch
