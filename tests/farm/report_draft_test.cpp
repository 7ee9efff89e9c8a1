#include "farm/report_draft.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using base::Seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Seconds interval{0.5};
constexpr std::uint32_t queue = 3;

std::vector<Task> urgent(std::vector<Task> tasks) {
  for (auto& task : tasks) task.queue = 1;
  return tasks;
}

TEST(ReportDraft, tells_each_thing_once) {
  ReportDraft draft(2, interval, queue);
  draft.failed({task_of(1), {FailureKind::error, "bad"}, true});
  draft.returned(task_of(2));
  draft.lost({7, 0, 0, {}, {}, true});
  draft.ask(5);
  draft.ask(6);
  draft.done(tasks_of(3, 5), {});
  const auto report = draft.take(Seconds{1});
  EXPECT_EQ(report.failed.at(0).failure.reason, "bad");
  EXPECT_THAT(ids_of(report.returned), ElementsAre(2));
  EXPECT_EQ(report.lost.at(0).rank, 7);
  EXPECT_EQ(report.credits, 11U);
  EXPECT_EQ(report.done.count(), 2U);
  const auto next = draft.take(Seconds{2});
  EXPECT_THAT(next.failed, IsEmpty());
  EXPECT_THAT(next.returned, IsEmpty());
  EXPECT_THAT(next.lost, IsEmpty());
  EXPECT_EQ(next.credits, 0U);
  EXPECT_TRUE(next.done.empty());
  EXPECT_EQ(next.queues.at(0).done, 0U);
}

TEST(ReportDraft, counts_the_tasks_of_each_queue_that_run_now) {
  ReportDraft draft(2, interval, queue);
  draft.leased(tasks_of(1, 4));
  draft.leased(urgent(tasks_of(4, 6)));
  EXPECT_EQ(draft.take(Seconds{1}).queues.at(0).running, 3U);
  draft.ended(tasks_of(1, 4));
  const auto report = draft.take(Seconds{2});
  EXPECT_EQ(report.queues.at(0).running, 0U);
  EXPECT_EQ(report.queues.at(1).running, 2U) << "still, though nothing was said of them since";
  draft.ended(urgent(tasks_of(4, 6)));
  EXPECT_EQ(draft.take(Seconds{3}).queues.at(1).running, 0U);
}

TEST(ReportDraft, tells_once_how_many_attempts_ended_and_how_long_they_took) {
  ReportDraft draft(2, interval, queue);
  draft.ran(tasks_of(1, 4), Seconds{2});
  draft.ran(tasks_of(4, 5), Seconds{0.5});
  draft.ran(urgent(tasks_of(5, 6)), Seconds{8});
  const auto report = draft.take(Seconds{1});
  EXPECT_EQ(report.queues.at(0).ran, 4U);
  EXPECT_EQ(report.queues.at(0).busy, Seconds{2.5});
  EXPECT_EQ(report.queues.at(0).durations.counts.at(10), 4U) << "0.67 s each, and 0.5 s";
  EXPECT_EQ(report.queues.at(1).ran, 1U);
  EXPECT_EQ(report.queues.at(1).busy, Seconds{8});
  const auto next = draft.take(Seconds{2});
  EXPECT_EQ(next.queues.at(0).ran, 0U);
  EXPECT_EQ(next.queues.at(0).busy, Seconds{0});
  EXPECT_TRUE(next.queues.at(0).durations.counts.empty());
}

TEST(ReportDraft, leaves_failed_tasks_out_of_what_is_done) {
  ReportDraft draft(2, interval, queue);
  auto tasks = urgent(tasks_of(10, 14));
  tasks.push_back(task_of(20, 0, 1));
  draft.done(tasks, {{1, {}}, {4, {}}});
  EXPECT_EQ(draft.done_count(), 3U);
  const auto report = draft.take(Seconds{1});
  IntervalSet done;
  done.insert(10);
  done.insert(12, 14);
  EXPECT_EQ(report.done, done);
  EXPECT_EQ(report.queues.at(0).done, 0U);
  EXPECT_EQ(report.queues.at(1).done, 3U);
}

TEST(ReportDraft, gives_each_task_that_is_done_its_answer) {
  ReportDraft draft(2, interval, queue);
  draft.answered(tasks_of(10, 13), {{1, {}}}, {"ten", "", "twelve"});
  draft.answered(tasks_of(20, 22), {}, {});
  const auto report = draft.take(Seconds{1});
  std::vector<std::pair<TaskId, std::string>> answers;
  for (const auto& answer : report.answers) answers.emplace_back(answer.task, answer.words);
  EXPECT_THAT(answers, ElementsAre(testing::Pair(10, "ten"), testing::Pair(12, "twelve"),
                                   testing::Pair(20, ""), testing::Pair(21, "")));
  EXPECT_THAT(draft.take(Seconds{2}).answers, IsEmpty());
}

TEST(ReportDraft, joins_what_was_done_in_any_order) {
  ReportDraft draft(1, interval, queue);
  draft.done({task_of(5), task_of(6), task_of(2), task_of(3)}, {});
  draft.done({task_of(4)}, {});
  const auto report = draft.take(Seconds{1});
  EXPECT_EQ(report.done.count(), 5U);
  EXPECT_THAT(report.done.intervals(), SizeIs(1));
}

TEST(ReportDraft, is_due_when_the_first_of_its_reasons_is) {
  ReportDraft draft(1, interval, queue);
  EXPECT_EQ(draft.due(), Seconds::never());
  draft.send_by(Seconds{9});
  draft.send_by(Seconds{3});
  draft.send_by(Seconds{5});
  EXPECT_EQ(draft.due(), Seconds{3});
  static_cast<void>(draft.take(Seconds{3}));
  EXPECT_EQ(draft.due(), Seconds::never());
}

TEST(ReportDraft, goes_after_an_interval_or_in_haste_after_a_part_of_it) {
  ReportDraft draft(1, interval, queue);
  static_cast<void>(draft.take(Seconds{10}));
  draft.send_regularly();
  EXPECT_EQ(draft.due(), Seconds{10} + interval);
  draft.send_soon();
  EXPECT_LT(draft.due(), Seconds{10} + interval * 0.1);
  EXPECT_GT(draft.due(), Seconds{10}) << "not at once: many leaders may be in haste";
}

TEST(ReportDraft, is_held_while_the_master_has_not_heard_as_many_as_may_wait) {
  ReportDraft draft(1, interval, queue);
  for (std::uint32_t i = 0; i < queue; ++i) {
    EXPECT_FALSE(draft.is_held());
    static_cast<void>(draft.take(Seconds{1}));
  }
  draft.send_by(Seconds{2});
  EXPECT_TRUE(draft.is_held());
  EXPECT_EQ(draft.due(), Seconds::never());
  draft.heard(1);
  EXPECT_FALSE(draft.is_held());
  EXPECT_EQ(draft.due(), Seconds{2}) << "what was held is due again";
}

TEST(ReportDraft, gathers_results_while_it_is_held_and_says_when_they_are_enough) {
  ReportDraft draft(1, interval, queue);
  for (std::uint32_t i = 0; i < queue; ++i) static_cast<void>(draft.take(Seconds{1}));
  draft.answered(tasks_of(1, queue), {}, {});
  EXPECT_FALSE(draft.is_full());
  draft.answered(tasks_of(queue, queue + 2), {}, {});
  EXPECT_TRUE(draft.is_full());
  draft.heard(queue);
  EXPECT_FALSE(draft.is_full());
  EXPECT_THAT(draft.take(Seconds{2}).answers, SizeIs(queue + 1));
}

TEST(ReportDraft, drops_and_counts_notes_only_while_it_is_held) {
  ReportDraft draft(1, interval, queue);
  EXPECT_FALSE(draft.drops_note());
  for (std::uint32_t i = 0; i < queue; ++i) static_cast<void>(draft.take(Seconds{1}));
  EXPECT_TRUE(draft.drops_note());
  EXPECT_TRUE(draft.drops_note());
  EXPECT_EQ(draft.dropped_notes(), 2U);
  draft.heard(queue);
  EXPECT_FALSE(draft.drops_note());
  EXPECT_EQ(draft.dropped_notes(), 2U);
}

TEST(ReportDraft, believes_no_more_reports_heard_than_it_has_given) {
  ReportDraft draft(1, interval, queue);
  draft.heard(1000);
  for (std::uint32_t i = 0; i < queue; ++i) static_cast<void>(draft.take(Seconds{1}));
  EXPECT_TRUE(draft.is_held());
}

}  // namespace
}  // namespace winnow::farm
