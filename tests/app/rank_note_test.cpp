#include "app/watch/rank_note.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

TEST(RankNote, is_empty_where_there_is_nothing_to_tell) {
  EXPECT_TRUE(encode(RankNote{}).empty());
}

TEST(RankNote, tells_of_alerts_and_of_what_was_measured_one_without_the_other) {
  RankNote note{.alerts = std::vector<RankAlert>{{2, "n1", {}}}};
  note.alerts->front().alert.figure = 0.81;
  auto told = decode_rank_note(encode(note));
  ASSERT_TRUE(told.alerts);
  ASSERT_EQ(told.alerts->size(), 1U);
  EXPECT_EQ(told.alerts->front().node, "n1");
  EXPECT_EQ(told.alerts->front().alert, note.alerts->front().alert);
  EXPECT_FALSE(told.sample);

  note = {.alerts = std::nullopt, .sample = watch::Sample(base::Seconds{3})};
  note.sample->set(watch::Quantity::resident, base::mebibytes(40));
  told = decode_rank_note(encode(note));
  EXPECT_FALSE(told.alerts);
  ASSERT_TRUE(told.sample);
  EXPECT_EQ(told.sample->time, base::Seconds{3});
  EXPECT_EQ(told.sample->bytes(watch::Quantity::resident), base::mebibytes(40));
  EXPECT_FALSE((*told.sample)[watch::Quantity::cpu_time]);
}

TEST(RankNote, tells_how_long_tasks_take_the_rank_and_how_well_that_is_known) {
  farm::WorkerRecord work;
  work.rank = 3;
  work.tasks = 300;
  work.failures = 2;
  work.busy = base::Seconds{4.5};
  for (int lease = 1; lease <= 3; ++lease) work.times.add(base::Seconds{0.5 * lease}, 100);
  const auto told = decode_rank_note(encode(RankNote{.work = work}));
  EXPECT_FALSE(told.alerts);
  EXPECT_FALSE(told.sample);
  ASSERT_TRUE(told.work);
  EXPECT_EQ(told.work->rank, 3);
  EXPECT_EQ(told.work->tasks, 300U);
  EXPECT_EQ(told.work->failures, 2U);
  EXPECT_EQ(told.work->busy, work.busy);
  EXPECT_EQ(told.work->times, work.times);
}

TEST(RankNote, tells_that_there_are_no_alerts_any_more) {
  const auto told = decode_rank_note(encode(RankNote{.alerts = std::vector<RankAlert>{}}));
  ASSERT_TRUE(told.alerts);
  EXPECT_TRUE(told.alerts->empty());
}

}  // namespace
}  // namespace winnow::app
