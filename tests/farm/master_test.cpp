#include "farm/master.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "farm/role_stage.hpp"
#include "farm/scripted_source.hpp"

namespace winnow::farm {
namespace {

using base::Seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

class MasterTest : public testing::Test {
 protected:
  MasterTest() : setup(setup_of({{{0}}, {{1, 2}}, {{3}}})) {}

  void start(std::vector<Task> tasks, bool listens = false) {
    script.tasks = std::move(tasks);
    master.emplace(setup, std::make_unique<ScriptedSource>(script), listens, sink, &ledger);
    master->start(now);
  }
  Report report_of(std::uint64_t credits, std::uint32_t slots = 1) const {
    Report report;
    report.credits = credits;
    report.queues.resize(2);
    report.node.slots = slots;
    return report;
  }
  void say(Rank leader, Report report) { master->on(std::move(report), leader, now, stage.out); }
  void say_done(Rank leader, const std::vector<Task>& tasks, std::uint64_t credits = 0) {
    auto report = report_of(credits);
    for (const auto& task : tasks) {
      report.done.insert(task.id);
      report.answers.push_back({task.id, "answer to " + task.payload});
      ++report.queues[task.queue].done;
    }
    say(leader, std::move(report));
  }
  void say_failed(Rank leader, const Task& task, FailureKind kind = FailureKind::error, bool certain = true) {
    auto report = report_of(100);
    report.failed.push_back({task, {kind, "bad"}, certain});
    say(leader, std::move(report));
  }
  std::vector<Task> granted(Rank to) {
    std::vector<Task> tasks;
    for (auto& [rank, grant] : stage.take<Grant>()) {
      EXPECT_EQ(rank, to);
      for (auto& task : grant.tasks) tasks.push_back(std::move(task));
    }
    return tasks;
  }
  /// Lets time pass in which only the `speakers` are heard.
  void pass(double seconds, const std::vector<Rank>& speakers) {
    for (const auto end = now + Seconds{seconds}; now < end;) {
      now += Seconds{1};
      for (const auto rank : speakers) say(rank, report_of(0));
      master->tick(now, stage.out);
    }
  }
  std::vector<Rank> asked_to_close() {
    std::vector<Rank> ranks;
    for (const auto& [rank, close] : stage.take<CloseNode>()) ranks.push_back(rank);
    return ranks;
  }
  void close_all(std::uint32_t round) {
    for (const Rank leader : {0, 1, 3}) master->on(NodeClosed{round, {}}, leader, now, stage.out);
  }

  farm::Setup setup;
  Script script;
  KeepingSink sink;
  MemoryLedger ledger;
  std::optional<Master> master;
  Stage stage;
  Seconds now{0};
};

TEST_F(MasterTest, grants_no_more_than_was_asked_for) {
  start(tasks_of(0, 100));
  say(1, report_of(3));
  EXPECT_THAT(granted(1), SizeIs(3));
}

TEST_F(MasterTest, grants_urgent_tasks_first_and_then_the_largest) {
  start({task_of(0, 10), task_of(1, 30), task_of(2, 1, 1)});
  say(1, report_of(3, 3));
  std::vector<std::uint64_t> sizes;
  for (const auto& task : granted(1)) sizes.push_back(task.size.count);
  EXPECT_THAT(sizes, ElementsAre(1, 30, 10));
}

TEST_F(MasterTest, numbers_tasks_in_the_order_of_granting) {
  start(tasks_of(500, 503));
  say(1, report_of(3, 3));
  EXPECT_THAT(ids_of(granted(1)), ElementsAre(1, 2, 3));
}

TEST_F(MasterTest, keeps_a_share_for_the_others_near_the_end) {
  start(tasks_of(0, 60));
  say(1, report_of(1000));
  EXPECT_THAT(granted(1), SizeIs(60 / (2 * 4))) << "of four ranks, half a share";
}

TEST_F(MasterTest, keeps_nothing_back_where_there_is_one_node) {
  setup.layout = Layout(std::vector<Node>{{{0, 1}}});
  start(tasks_of(0, 60));
  say(0, report_of(1000, 2));
  EXPECT_THAT(granted(0), SizeIs(60));
}

TEST_F(MasterTest, counts_states) {
  start(tasks_of(0, 100));
  auto report = report_of(4);
  say(1, report);
  auto tasks = granted(1);
  report = report_of(0);
  report.done.insert(tasks[0].id);
  report.queues[0] = {1, 2};
  say(1, report);
  const auto queue = master->status().queues[0];
  EXPECT_EQ(queue.waiting, 96U);
  EXPECT_EQ(queue.done, 1U);
  EXPECT_EQ(queue.running, 2U);
  EXPECT_EQ(queue.sent, 1U);
}

TEST_F(MasterTest, gives_a_failed_task_to_another_rank_while_there_is_one) {
  start({task_of(0)});
  say(3, report_of(5));
  auto task = granted(3).at(0);
  say(1, report_of(1));
  task.avoid = 3;
  auto report = report_of(5);
  report.failed.push_back({task, {FailureKind::error, "bad"}, true});
  report.only_worker = 3;
  say(3, report);
  const auto again = granted(1);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].attempt, 1U);
  EXPECT_EQ(master->status().queues[0].retried, 1U);
}

TEST_F(MasterTest, quarantines_a_task_that_failed_once_more_than_it_may_be_retried) {
  setup.options.max_retries = 2;
  start({task_of(0)}, true);
  say(1, report_of(10));
  for (int attempt = 0; attempt <= 2; ++attempt) {
    const auto task = granted(1).at(0);
    EXPECT_EQ(task.attempt, attempt);
    EXPECT_THAT(sink.quarantined, IsEmpty());
    say_failed(1, task);
  }
  EXPECT_THAT(sink.quarantined, ElementsAre(Pair("task 0", "bad")));
  EXPECT_THAT(script.told, ElementsAre(Pair("task 0", "failed: bad")));
  EXPECT_EQ(master->status().queues[0].quarantined, 1U);
}

TEST_F(MasterTest, never_quarantines_on_suspicion) {
  setup.options.max_retries = 0;
  start({task_of(0)});
  say(1, report_of(10));
  say_failed(1, granted(1).at(0), FailureKind::worker_lost, false);
  EXPECT_THAT(sink.quarantined, IsEmpty());
  EXPECT_EQ(granted(1).at(0).suspicion, 1U);
}

TEST_F(MasterTest, keeps_suspects_from_its_own_rank) {
  start({task_of(0)});
  say(1, report_of(10));
  const auto task = granted(1).at(0);
  auto own = report_of(10);
  own.only_worker = master_rank;
  say(master_rank, own);
  auto report = report_of(0);
  report.failed.push_back({task, {FailureKind::worker_lost, "gone"}, false});
  say(1, report);
  EXPECT_THAT(granted(1), SizeIs(1));
}

TEST_F(MasterTest, tells_a_listening_source_each_answer) {
  start(tasks_of(0, 2), true);
  say(1, report_of(2, 2));
  say_done(1, granted(1));
  EXPECT_THAT(script.told,
              ElementsAre(Pair("task 0", "answer to task 0"), Pair("task 1", "answer to task 1")));
  EXPECT_EQ(master->status().queues[0].done, 2U);
}

TEST_F(MasterTest, grants_what_a_listening_source_gives_for_its_last_answer_in_the_same_turn) {
  script.waits_at = 2;
  start(tasks_of(0, 4), true);
  say(1, report_of(4, 2));
  const auto tasks = granted(1);
  say(3, report_of(4, 2));
  say_done(1, {tasks[0]});
  EXPECT_THAT(stage.take<Grant>(), IsEmpty());
  script.waits_at = Script::no_wait;
  say_done(1, {tasks[1]});
  std::vector<Rank> to;
  for (const auto& [rank, grant] : stage.take<Grant>()) to.push_back(rank);
  EXPECT_THAT(to, testing::UnorderedElementsAre(1, 3)) << "also those who did not ask now";
}

TEST_F(MasterTest, asks_a_source_that_waits_again_at_the_time_that_it_says) {
  script.waits_at = 1;
  start(tasks_of(0, 2), true);
  master->tick(now, stage.out);  // its first heartbeat asks all sources
  script.wakes_at = now + Seconds{0.01};
  say(1, report_of(4, 2));
  EXPECT_THAT(granted(1), SizeIs(1));
  EXPECT_EQ(master->next_wakeup(), script.wakes_at);
  script.waits_at = Script::no_wait;
  master->tick(now, stage.out);
  EXPECT_THAT(granted(1), IsEmpty());
  now += Seconds{0.01};
  master->tick(now, stage.out);
  EXPECT_THAT(granted(1), SizeIs(1));
}

TEST_F(MasterTest, polls_the_ranks_of_a_lost_leader_and_makes_the_first_to_answer_leader) {
  start(tasks_of(0, 100));
  say(1, report_of(4));
  stage.take<Grant>();
  pass(12, {3});
  const auto polls = stage.take<Poll>();
  ASSERT_THAT(polls, SizeIs(1));
  EXPECT_EQ(polls[0].first, 2);
  EXPECT_TRUE(master->is_lost(1));
  master->on(Present{polls[0].second.term}, 2, now, stage.out);
  const auto lead = stage.take<Lead>();
  ASSERT_THAT(lead, SizeIs(1));
  EXPECT_THAT(lead[0].second.members, ElementsAre(2));
}

TEST_F(MasterTest, names_the_ranks_lost_until_now) {
  start(tasks_of(0, 100));
  EXPECT_THAT(master->status().lost, IsEmpty());
  auto report = report_of(4);
  WorkerRecord worker;
  worker.rank = 2;
  worker.lost = true;
  report.lost.push_back(worker);
  say(1, std::move(report));
  EXPECT_THAT(master->status().lost, ElementsAre(2)) << "a worker, as its leader says";
  pass(12, {1});
  EXPECT_THAT(master->status().lost, ElementsAre(2, 3)) << "and a leader";
}

TEST_F(MasterTest, has_everything_that_a_lost_node_held_run_again_and_blames_what_was_in_flight) {
  start(tasks_of(0, 4));
  say(3, report_of(4, 4));
  auto tasks = granted(3);
  ASSERT_THAT(tasks, SizeIs(4));
  say_done(3, {tasks[0], tasks[1]});
  pass(12, {1});
  EXPECT_EQ(master->status().queues[0].done, 0U);
  EXPECT_EQ(master->status().queues[0].waiting, 4U);
  say(1, report_of(10, 10));
  tasks = granted(1);
  ASSERT_THAT(tasks, SizeIs(4));
  const auto suspects =
      std::count_if(tasks.begin(), tasks.end(), [](const Task& task) { return task.suspicion == 1; });
  EXPECT_EQ(suspects, 2);
  say_done(1, tasks);
  EXPECT_EQ(master->status().queues[0].done, 4U);
}

TEST_F(MasterTest, has_nothing_that_a_listening_source_was_told_run_again_when_a_leader_is_lost) {
  start(tasks_of(0, 4), true);
  say(3, report_of(4, 4));
  auto tasks = granted(3);
  ASSERT_THAT(tasks, SizeIs(4));
  say_done(3, {tasks[0], tasks[2]});
  pass(12, {1});
  EXPECT_EQ(master->status().queues[0].done, 2U);
  say(1, report_of(10, 10));
  tasks = granted(1);
  std::vector<std::string> payloads;
  for (const auto& task : tasks) {
    payloads.push_back(task.payload);
    EXPECT_EQ(task.suspicion, 1U);
  }
  EXPECT_THAT(payloads, ElementsAre("task 1", "task 3"));
  say_done(1, tasks);
  EXPECT_THAT(script.told, SizeIs(4)) << "each once";
}

TEST_F(MasterTest, takes_no_word_from_a_leader_that_is_lost) {
  start(tasks_of(0, 4));
  say(3, report_of(4));
  const auto tasks = granted(3);
  pass(12, {1});
  say_done(3, tasks, 10);
  EXPECT_EQ(master->status().queues[0].done, 0U);
  EXPECT_THAT(stage.take<Grant>(), IsEmpty());
}

TEST_F(MasterTest, finishes_only_when_all_leaders_have_said_their_last_word) {
  start({task_of(0)});
  say(1, report_of(1));
  EXPECT_THAT(asked_to_close(), IsEmpty());
  say_done(1, granted(1));
  EXPECT_THAT(asked_to_close(), ElementsAre(0, 1, 3));
  master->on(NodeClosed{1, {}}, 0, now, stage.out);
  master->on(NodeClosed{1, {}}, 1, now, stage.out);
  EXPECT_THAT(stage.take<FinishNode>(), IsEmpty());
  master->on(NodeClosed{1, {{3, 7, 0, {}, {}, false}}}, 3, now, stage.out);
  const auto finish = stage.take<FinishNode>();
  ASSERT_THAT(finish, SizeIs(3));
  EXPECT_EQ(finish.back().first, master_rank) << "itself last, for then it is over";
  EXPECT_EQ(master->workers()[3].tasks, 7U);
}

TEST_F(MasterTest, runs_on_when_a_leader_is_lost_in_closing) {
  start({task_of(0)});
  say(3, report_of(1));
  say_done(3, granted(3));
  asked_to_close();
  pass(12, {1});
  EXPECT_THAT(stage.take<FinishNode>(), IsEmpty());
  say(1, report_of(5));
  const auto tasks = granted(1);
  ASSERT_THAT(tasks, SizeIs(1));
  say_done(1, tasks);
  EXPECT_THAT(asked_to_close(), ElementsAre(0, 1));
  master->on(NodeClosed{2, {}}, 0, now, stage.out);
  master->on(NodeClosed{1, {}}, 1, now, stage.out);
  EXPECT_THAT(stage.take<FinishNode>(), IsEmpty()) << "that was the first round";
  master->on(NodeClosed{2, {}}, 1, now, stage.out);
  EXPECT_THAT(stage.take<FinishNode>().at(0).second.lost, ElementsAre(3));
}

TEST_F(MasterTest, ends_an_empty_run_at_once) {
  start({});
  master->tick(now, stage.out);
  EXPECT_THAT(asked_to_close(), SizeIs(3));
  close_all(1);
  EXPECT_EQ(stage.take<FinishNode>().at(0).second.ending, Ending::complete);
}

TEST_F(MasterTest, grants_nothing_more_when_it_was_asked_to_stop) {
  start(tasks_of(0, 100));
  say(1, report_of(4));
  const auto tasks = granted(1);
  master->on(StopRequest{}, 2, now, stage.out);
  EXPECT_THAT(stage.take<Halt>(), SizeIs(3));
  say_done(1, tasks, 10);
  EXPECT_THAT(stage.take<Grant>(), IsEmpty());
  close_all(1);
  EXPECT_EQ(stage.take<FinishNode>().at(0).second.ending, Ending::stopped);
}

TEST_F(MasterTest, has_every_leader_save_what_it_has_folded) {
  start(tasks_of(0, 1));
  master->save(stage.out);
  EXPECT_THAT(stage.take<SaveNode>(), SizeIs(3));
}

TEST_F(MasterTest, waits_no_longer_than_its_patience_for_tasks_in_flight_when_it_was_asked_to_stop) {
  setup.options.heartbeat = Seconds{100};
  start(tasks_of(0, 1));
  say(1, report_of(4));
  EXPECT_THAT(granted(1), SizeIs(1)) << "all there are";
  master->tick(now, stage.out);
  master->on(StopRequest{}, 2, now, stage.out);
  EXPECT_EQ(master->next_wakeup(), now + setup.options.stop_patience);
  master->tick(now, stage.out);
  EXPECT_THAT(asked_to_close(), IsEmpty());
  now += setup.options.stop_patience;
  master->tick(now, stage.out);
  EXPECT_THAT(asked_to_close(), SizeIs(3));
  close_all(1);
  EXPECT_EQ(stage.take<FinishNode>().at(0).second.ending, Ending::stopped) << "it was not done";
}

TEST_F(MasterTest, ends_when_no_slot_is_left_anywhere) {
  start(tasks_of(0, 10));
  for (const Rank leader : {0, 1, 3}) {
    auto report = report_of(0, 0);
    report.barren = true;
    say(leader, report);
  }
  close_all(1);
  EXPECT_EQ(stage.take<FinishNode>().at(0).second.ending, Ending::no_workers);
}

TEST_F(MasterTest, never_holds_more_than_its_window) {
  setup.options.window = 20;
  start(tasks_of(0, 100'000));
  say(1, report_of(1));
  EXPECT_LE(script.given, 60U);
}

TEST_F(MasterTest, wants_a_tick_at_once_while_a_leader_waits_and_the_source_has_more) {
  setup.options.window = 4;
  setup.layout = Layout(std::vector<Node>{{{0}}});
  start(tasks_of(0, 100));
  say(0, report_of(50, 40));
  EXPECT_LE(master->next_wakeup(), now);
}

TEST_F(MasterTest, tells_a_leader_what_it_has_heard_before_as_many_wait_as_may) {
  setup.options.queue = 8;
  start({});
  for (int i = 0; i < 7; ++i) say(1, report_of(0));
  std::vector<std::uint64_t> heard;
  for (const auto& [to, one] : stage.take<Heard>()) {
    EXPECT_EQ(to, 1);
    heard.push_back(one.reports);
  }
  EXPECT_THAT(heard, ElementsAre(2, 4, 6));
}

TEST_F(MasterTest, tells_each_report_where_only_one_may_wait) {
  setup.options.queue = 1;
  start({});
  say(1, report_of(0));
  say(1, report_of(0));
  EXPECT_THAT(stage.take<Heard>(), SizeIs(2));
}

TEST_F(MasterTest, counts_the_reports_of_a_new_leader_from_the_first) {
  setup.options.queue = 4;
  start({});
  say(1, report_of(0));
  pass(20, {0, 3});
  const auto polls = stage.take<Poll>();
  ASSERT_THAT(polls, SizeIs(1));
  master->on(Present{polls[0].second.term}, 2, now, stage.out);
  static_cast<void>(stage.take<Heard>());
  say(2, report_of(0));
  const auto heard = stage.take<Heard>();
  ASSERT_THAT(heard, SizeIs(1));
  EXPECT_EQ(heard[0].second.reports, 1U);
}

TEST_F(MasterTest, takes_no_leader_for_lost_whose_report_waits_to_be_dealt_with) {
  start({});
  for (int i = 0; i < 100; ++i) {
    now += Seconds{1};
    for (const Rank leader : {1, 3}) master->note_waiting(leader, now);
    master->tick(now, stage.out);
  }
  EXPECT_FALSE(master->is_lost(1));
  EXPECT_THAT(stage.take<Poll>(), IsEmpty());
}

}  // namespace
}  // namespace winnow::farm
