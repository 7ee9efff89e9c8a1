#include "app/watch/heard_alerts.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using base::Seconds;
using testing::IsEmpty;
using testing::SizeIs;

RankAlert alert_of(int rank, std::string subject) {
  RankAlert one{rank, "alpha", {}};
  one.alert.subject = std::move(subject);
  one.alert.began = Seconds{1};
  return one;
}

TEST(HeardAlerts, are_those_that_each_rank_told_last) {
  HeardAlerts heard;
  heard.hear(2, {alert_of(2, "memory")});
  heard.hear(1, {alert_of(1, "disk")});
  heard.hear(2, {alert_of(2, "memory"), alert_of(2, "growth")});
  EXPECT_THAT(heard.all(), SizeIs(3));
  EXPECT_THAT(heard.of_lost(), IsEmpty());
}

TEST(HeardAlerts, end_with_their_rank_and_are_kept) {
  HeardAlerts heard;
  auto over = alert_of(1, "disk");
  over.alert.ended = Seconds{2};
  heard.hear(1, {over, alert_of(1, "memory")});
  heard.hear(2, {alert_of(2, "memory")});
  heard.lose(1, Seconds{5});
  heard.lose(1, Seconds{9});
  const auto lost = heard.of_lost();
  ASSERT_THAT(lost, SizeIs(2));
  EXPECT_EQ(lost[0].alert.ended, Seconds{2});
  EXPECT_EQ(lost[1].alert.ended, Seconds{5});
  EXPECT_FALSE(heard.all().back().alert.ended) << "rank 2 goes on";
}

TEST(HeardAlerts, take_no_late_word_of_a_lost_rank) {
  HeardAlerts heard;
  heard.lose(1, Seconds{5});
  heard.hear(1, {alert_of(1, "memory")});
  EXPECT_THAT(heard.all(), IsEmpty());
}

}  // namespace
}  // namespace winnow::app
