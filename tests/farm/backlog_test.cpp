#include "farm/backlog.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "farm/role_stage.hpp"
#include "farm/scripted_source.hpp"

namespace winnow::farm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr std::uint64_t any = 1'000'000;
constexpr std::uint64_t one_slot = 1;

bool suits_all(const Task& /*task*/) {
  return true;
}

class BacklogTest : public testing::Test {
 protected:
  void start(std::vector<Task> tasks) {
    script.tasks = std::move(tasks);
    backlog.emplace(setup, std::make_unique<ScriptedSource>(script), script.listens, sink, &ledger);
    backlog->refill(one_slot);
  }
  std::vector<Task> give(std::uint64_t limit = any) { return backlog->give(limit, suits_all, true); }
  void fail(Task task, bool certain = true, FailureKind kind = FailureKind::error) {
    backlog->failed({std::move(task), {kind, "bad"}, certain});
  }
  void done(const std::vector<Task>& tasks) {
    IntervalSet ids;
    std::vector<Report::Queue> by_queue(2);
    for (const auto& task : tasks) {
      ids.insert(task.id);
      ++by_queue[task.queue].done;
    }
    backlog->done(ids, by_queue);
  }
  QueueStatus low(std::uint64_t running = 0) const { return backlog->queues({running, 0}).front(); }

  farm::Setup setup = setup_of({{{0}}});
  Script script;
  KeepingSink sink;
  MemoryLedger ledger;
  std::optional<Backlog> backlog;
};

TEST_F(BacklogTest, gives_urgent_tasks_first_and_then_the_largest) {
  start({task_of(0, 10), task_of(1, 30), task_of(2, 1, 1)});
  std::vector<std::uint64_t> sizes;
  for (const auto& task : give()) sizes.push_back(task.size.count);
  EXPECT_THAT(sizes, ElementsAre(1, 30, 10));
}

TEST_F(BacklogTest, gives_no_more_than_asked_for) {
  start(tasks_of(0, 10));
  EXPECT_THAT(give(3), SizeIs(3));
  EXPECT_EQ(backlog->in_flight(), 3U);
  EXPECT_EQ(backlog->fresh(), 7U);
}

TEST_F(BacklogTest, numbers_tasks_anew_each_time_they_are_given) {
  start(tasks_of(500, 502));
  auto tasks = give();
  EXPECT_THAT(ids_of(tasks), ElementsAre(1, 2));
  backlog->returned(std::move(tasks[0]));
  EXPECT_THAT(ids_of(give()), ElementsAre(3));
}

TEST_F(BacklogTest, gives_the_source_what_a_kernel_handed_back_and_pulls_it_again) {
  start(tasks_of(0, 1));
  fail(give().at(0), true, FailureKind::handed_back);
  EXPECT_THAT(script.taken_back, ElementsAre("task 0"));
  EXPECT_EQ(backlog->in_flight(), 0U);
  EXPECT_FALSE(backlog->exhausted());
  EXPECT_EQ(low().waiting + low().sent + low().done + low().retried, 0U);
  backlog->refill(one_slot);
  const auto again = give();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].attempt, 0U);
  EXPECT_EQ(again[0].revision, 1U);
  done(again);
  EXPECT_TRUE(backlog->exhausted());
}

TEST_F(BacklogTest, has_a_task_weighed_before_it_is_quarantined) {
  setup.options.max_retries = 0;
  auto known = task_of(1);
  known.revision = 5;
  start({task_of(0), known});
  for (auto& task : give()) fail(std::move(task));
  EXPECT_THAT(sink.quarantined_revisions, ElementsAre(99, 5));
}

TEST_F(BacklogTest, pulls_a_window_and_no_more_until_half_of_it_is_given) {
  setup.options.window = 20;
  start(tasks_of(0, 100));
  EXPECT_EQ(script.given, 20U);
  give(9);
  backlog->refill(one_slot);
  EXPECT_EQ(script.given, 20U);
  give(1);
  backlog->refill(one_slot);
  EXPECT_EQ(script.given, 30U);
}

TEST_F(BacklogTest, widens_its_window_with_the_slots) {
  setup.options.window = 20;
  start(tasks_of(0, 1000));
  EXPECT_FALSE(backlog->has_room(one_slot));
  EXPECT_TRUE(backlog->has_room(100));
  backlog->refill(100);
  EXPECT_EQ(backlog->fresh(), 400U);
}

TEST_F(BacklogTest, leaves_a_source_that_waits_alone_until_a_task_has_ended) {
  setup.options.window = 4;
  start(tasks_of(0, 5));
  const auto tasks = give();
  script.waits_at = 4;
  backlog->refill(one_slot);
  EXPECT_FALSE(backlog->has_more());
  script.waits_at = Script::no_wait;
  backlog->refill(one_slot);
  EXPECT_EQ(backlog->fresh(), 0U);
  done({tasks[0]});
  EXPECT_TRUE(backlog->has_more());
  backlog->refill(one_slot);
  EXPECT_EQ(backlog->fresh(), 1U);
}

TEST_F(BacklogTest, asks_a_source_that_waits_again_when_told_to) {
  script.waits_at = 0;
  start(tasks_of(0, 1));
  EXPECT_FALSE(backlog->has_more());
  EXPECT_FALSE(backlog->exhausted());
  backlog->ask_again();
  EXPECT_TRUE(backlog->has_more());
}

TEST_F(BacklogTest, counts_tasks_by_state) {
  start(tasks_of(0, 10));
  const auto tasks = give(4);
  done({tasks[0]});
  fail(tasks[1]);
  const auto queue = low(1);
  EXPECT_EQ(queue.waiting, 7U);
  EXPECT_EQ(queue.running, 1U);
  EXPECT_EQ(queue.sent, 1U);
  EXPECT_EQ(queue.done, 1U);
  EXPECT_EQ(queue.retried, 1U);
  EXPECT_EQ(queue.quarantined, 0U);
}

TEST_F(BacklogTest, adds_up_the_attempts_that_ended_and_their_time_whether_tasks_are_done_or_not) {
  start(tasks_of(0, 10));
  Report::Queue first{0, 0, 2, base::Seconds{3}};
  first.durations.add(base::Seconds{1.5}, 2);
  backlog->ran({first, {0, 0, 1, base::Seconds{9}}});
  backlog->ran({{0, 0, 1, base::Seconds{1}}, {}});
  EXPECT_EQ(low().ran, 3U);
  EXPECT_EQ(low().busy, base::Seconds{4});
  EXPECT_EQ(low().durations.counts.at(11), 2U) << "between 1 s and 3 s";
  EXPECT_EQ(low().done, 0U);
  EXPECT_EQ(backlog->queues({0, 0}).at(1).ran, 1U);
}

TEST_F(BacklogTest, believes_in_no_more_running_tasks_than_are_in_flight) {
  start(tasks_of(0, 10));
  give(2);
  EXPECT_EQ(low(3).running, 2U) << "a node's word may be older than the end of its tasks";
  EXPECT_EQ(low(3).sent, 0U);
}

TEST_F(BacklogTest, gives_retries_before_fresh_tasks_but_only_where_they_suit) {
  start(tasks_of(0, 3));
  fail(give(1)[0]);
  EXPECT_TRUE(backlog->has_retries());
  const auto elsewhere = backlog->give(
      1, [](const Task& task) { return task.attempt == 0; }, true);
  EXPECT_EQ(elsewhere.at(0).payload, "task 1");
  EXPECT_EQ(give(1).at(0).payload, "task 0");
  EXPECT_FALSE(backlog->has_retries());
}

TEST_F(BacklogTest, is_not_exhausted_while_a_task_waits_to_be_retried) {
  start(tasks_of(0, 1));
  const auto task = give().at(0);
  EXPECT_TRUE(backlog->exhausted());
  fail(task);
  EXPECT_FALSE(backlog->exhausted());
}

TEST_F(BacklogTest, quarantines_a_task_that_failed_once_more_than_it_may_be_retried) {
  setup.options.max_retries = 2;
  script.listens = true;
  start(tasks_of(0, 1));
  for (int attempt = 0; attempt <= 2; ++attempt) {
    EXPECT_THAT(sink.quarantined, IsEmpty());
    fail(give(1).at(0));
  }
  EXPECT_THAT(sink.quarantined, ElementsAre(Pair("task 0", "bad")));
  EXPECT_THAT(script.told, ElementsAre(Pair("task 0", "failed: bad")));
  EXPECT_EQ(low().quarantined, 1U);
  EXPECT_EQ(low().retried, 2U);
  EXPECT_TRUE(backlog->exhausted());
  EXPECT_EQ(backlog->in_flight(), 0U);
}

TEST_F(BacklogTest, never_quarantines_on_suspicion) {
  setup.options.max_retries = 0;
  start(tasks_of(0, 1));
  fail(give(1).at(0), false, FailureKind::worker_lost);
  EXPECT_THAT(sink.quarantined, IsEmpty());
  EXPECT_EQ(give(1).at(0).suspicion, 1U);
}

TEST_F(BacklogTest, repeats_what_was_lost_with_a_clean_record) {
  start(tasks_of(0, 3));
  auto tasks = give();
  fail(tasks[0]);
  tasks[0] = give(1).at(0);
  done(tasks);
  EXPECT_TRUE(backlog->exhausted());
  IntervalSet lost;
  lost.insert(tasks[0].id);
  lost.insert(tasks[1].id);
  backlog->repeat(lost, {2, 0});
  EXPECT_FALSE(backlog->exhausted());
  EXPECT_EQ(low().done, 1U);
  EXPECT_EQ(low().waiting, 2U);
  backlog->refill(one_slot);
  backlog->refill(one_slot);
  const auto again = give();
  std::vector<std::string> payloads;
  for (const auto& task : again) {
    payloads.push_back(task.payload);
    EXPECT_EQ(task.attempt, 0U);
  }
  EXPECT_THAT(payloads, testing::UnorderedElementsAre("task 0", "task 1"));
}

TEST_F(BacklogTest, repeats_a_window_at_a_time) {
  setup.options.window = 4;
  start(tasks_of(0, 6));
  auto tasks = give();
  backlog->refill(one_slot);
  const auto rest = give();
  tasks.insert(tasks.end(), rest.begin(), rest.end());
  done(tasks);
  IntervalSet lost;
  lost.insert(1, 7);
  backlog->repeat(lost, {6, 0});
  backlog->refill(one_slot);
  EXPECT_EQ(backlog->fresh(), 4U);
  EXPECT_TRUE(backlog->has_more());
  give();
  backlog->refill(one_slot);
  EXPECT_EQ(backlog->fresh(), 2U);
  EXPECT_FALSE(backlog->has_more());
}

TEST_F(BacklogTest, keeps_a_record_of_the_tasks_that_may_be_lost) {
  start(tasks_of(0, 5));
  const auto safe = backlog->give(2, suits_all, false);
  const auto tasks = give();
  IntervalSet ids;
  ids.insert(tasks[0].id);
  ids.insert(tasks[2].id);
  std::vector<std::string> payloads;
  for (const auto& task : backlog->on_record(ids)) payloads.push_back(task.payload);
  EXPECT_THAT(payloads, ElementsAre("task 2", "task 4"));
  IntervalSet not_recorded;
  not_recorded.insert(safe[0].id, safe[1].id + 1);
  EXPECT_THAT(backlog->on_record(not_recorded), IsEmpty());
}

TEST_F(BacklogTest, tells_a_listening_source_each_answer_once) {
  script.listens = true;
  start(tasks_of(0, 2));
  const auto tasks = give();
  backlog->tell({{tasks[1].id, "yes"}, {tasks[0].id, ""}});
  backlog->tell({{tasks[1].id, "no"}});
  EXPECT_THAT(script.told, ElementsAre(Pair("task 1", "yes"), Pair("task 0", "")));
}

TEST_F(BacklogTest, keeps_on_record_what_a_listening_source_was_not_told_of) {
  script.listens = true;
  start(tasks_of(0, 4));
  const auto tasks = give();
  backlog->tell({{tasks[1].id, "yes"}});
  fail(tasks[2]);
  IntervalSet ids;
  ids.insert(tasks.front().id, tasks.back().id + 1);
  std::vector<std::string> payloads;
  for (const auto& task : backlog->on_record(ids)) payloads.push_back(task.payload);
  EXPECT_THAT(payloads, ElementsAre("task 0", "task 3"));
}

TEST_F(BacklogTest, tells_a_listening_source_how_often_a_task_has_failed) {
  script.listens = true;
  setup.options.max_retries = 1;
  start(tasks_of(0, 2));
  auto tasks = give();
  fail(tasks[0]);
  const auto again = give().at(0);
  backlog->tell({{again.id, "late"}});
  fail(tasks[1]);
  fail(give().at(0));
  EXPECT_THAT(script.failed_attempts, ElementsAre(1, 2));
}

}  // namespace
}  // namespace winnow::farm
