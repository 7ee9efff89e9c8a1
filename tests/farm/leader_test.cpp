#include "farm/leader.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using base::Seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr Rank self = 4;
constexpr Rank other = 5;

class LeaderTest : public testing::Test {
 protected:
  LeaderTest() : setup(setup_of({{{0}}, {{self, other}}, {{1, 2, 3}}})) {
    setup.options.batch = 2;
    lead();
  }

  void lead(bool listens = false) {
    leader.emplace(self, std::vector<Rank>{self, other}, setup, listens, sink, Seconds{0});
  }

  void join_both() {
    leader->on(Joined{1}, self, Seconds{0}, stage.out);
    leader->on(Joined{1}, other, Seconds{0}, stage.out);
  }
  void grant(std::vector<Task> tasks) { leader->on(Grant{std::move(tasks)}, master_rank, now, stage.out); }
  void outcome(Rank from, LeaseId lease, std::string_view partial = "part") {
    leader->on(Outcome{lease, true, {}, bytes_of(partial), Seconds{0.1}, {}}, from, now, stage.out);
  }
  /// Lets time pass with both the master and rank `other` alive, but not a heartbeat of silence more.
  void pass(Seconds until, bool other_speaks = true) {
    for (; now < until; now += Seconds{1}) {
      leader->on(MasterBeat{}, master_rank, now, stage.out);
      if (other_speaks) leader->on(WorkerBeat{{}, {}, 1, {}}, other, now, stage.out);
      leader->tick({}, now, stage.out);
    }
  }
  /// All reports so far as one.
  Report reported() {
    Report all;
    for (auto& [to, report] : stage.take<Report>()) {
      EXPECT_EQ(to, master_rank);
      all.credits += report.credits;
      all.done.insert(report.done);
      for (auto& failed : report.failed) all.failed.push_back(failed);
      for (auto& task : report.returned) all.returned.push_back(task);
      for (auto& record : report.lost) all.lost.push_back(record);
      all.queues.resize(report.queues.size());
      for (std::size_t queue = 0; queue < report.queues.size(); ++queue) {
        all.queues[queue].ran += report.queues[queue].ran;
        all.queues[queue].busy += report.queues[queue].busy;
      }
      all.node = report.node;
      all.barren = report.barren;
    }
    return all;
  }

  farm::Setup setup;
  KeepingSink sink;
  std::optional<Leader> leader;
  Stage stage;
  Seconds now{0.2};
};

TEST_F(LeaderTest, asks_the_master_for_tasks_when_its_workers_have_joined) {
  join_both();
  const auto report = reported();
  EXPECT_GT(report.credits, 0U);
  EXPECT_EQ(report.node.slots, 2U);
}

TEST_F(LeaderTest, leases_batches_to_all_workers_before_it_lets_any_wait) {
  join_both();
  grant(tasks_of(1, 7));
  std::vector<Rank> to;
  for (const auto& [rank, lease] : stage.take<Lease>()) {
    EXPECT_THAT(*lease.tasks, SizeIs(2));
    to.push_back(rank);
  }
  ASSERT_THAT(to, SizeIs(3));
  EXPECT_NE(to[0], to[1]);
}

TEST_F(LeaderTest, folds_an_outcome_once) {
  join_both();
  grant(tasks_of(1, 3));
  const auto [rank, lease] = stage.take<Lease>().at(0);
  outcome(rank, lease.id);
  outcome(rank, lease.id);
  EXPECT_THAT(sink.folded, ElementsAre("part"));
  EXPECT_EQ(reported().done.count(), 2U);
}

TEST_F(LeaderTest, folds_nothing_of_a_lease_that_is_another_workers) {
  join_both();
  grant(tasks_of(1, 3));
  const auto [rank, lease] = stage.take<Lease>().at(0);
  outcome(rank == self ? other : self, lease.id);
  EXPECT_THAT(sink.folded, IsEmpty());
}

TEST_F(LeaderTest, reports_a_failed_task_and_counts_the_others_of_its_lease_as_done) {
  join_both();
  grant(tasks_of(1, 3));
  const auto [rank, lease] = stage.take<Lease>().at(0);
  leader->on(
      Outcome{lease.id, true, {{1, {FailureKind::error, "bad"}}}, bytes_of("part"), Seconds{3}, {7, 0}}, rank,
      now, stage.out);
  const auto report = reported();
  EXPECT_EQ(report.queues.at(0).ran, 2U);
  EXPECT_EQ(report.queues.at(0).busy, Seconds{3});
  ASSERT_THAT(report.failed, SizeIs(1));
  EXPECT_EQ(report.failed[0].task.id, (*lease.tasks)[1].id);
  EXPECT_EQ(report.failed[0].task.avoid, rank);
  EXPECT_EQ(report.failed[0].failure.reason, "bad");
  EXPECT_TRUE(report.failed[0].certain);
  EXPECT_TRUE(report.done.contains((*lease.tasks)[0].id));
  EXPECT_FALSE(report.done.contains((*lease.tasks)[1].id));
  EXPECT_THAT(sink.folded, ElementsAre("part"));
  EXPECT_THAT(sink.done, ElementsAre(ElementsAre((*lease.tasks)[0].id)));
  EXPECT_THAT(sink.revisions, ElementsAre(ElementsAre(7)));
}

TEST_F(LeaderTest, reports_answers_at_once_and_folds_nothing_where_the_job_listens) {
  lead(true);
  join_both();
  grant(tasks_of(1, 7));
  const auto leases = stage.take<Lease>();
  reported();
  for (const auto& [rank, lease] : leases) {
    leader->on(Outcome{lease.id, true, {{0, {FailureKind::error, "bad"}}}, {}, {}, {}, {"", "yes"}}, rank,
               now, stage.out);
    const auto reports = stage.take<Report>();
    ASSERT_THAT(reports, SizeIs(1));
    const auto& report = reports[0].second;
    ASSERT_THAT(report.answers, SizeIs(1));
    EXPECT_EQ(report.answers[0].task, (*lease.tasks)[1].id);
    EXPECT_EQ(report.answers[0].words, "yes");
    EXPECT_TRUE(report.done.contains((*lease.tasks)[1].id));
    EXPECT_EQ(report.done.count(), 1U);
  }
  EXPECT_THAT(sink.folded, IsEmpty());
}

TEST_F(LeaderTest, leases_again_what_a_lease_handed_back_without_blame) {
  join_both();
  grant(tasks_of(1, 3));
  const auto [rank, lease] = stage.take<Lease>().at(0);
  leader->on(Outcome{lease.id, false, {{0, {FailureKind::timeout, "late"}}}, {}, {}}, rank, now, stage.out);
  const auto again = stage.take<Lease>();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_THAT(ids_of(*again[0].second.tasks), ElementsAre((*lease.tasks)[1].id));
  const auto report = reported();
  EXPECT_THAT(report.failed, SizeIs(1));
  EXPECT_EQ(report.queues.at(0).ran, 0U) << "nobody knows how much of it ran";
  EXPECT_THAT(sink.folded, IsEmpty());
}

TEST_F(LeaderTest, gives_up_a_silent_worker_and_discards_what_it_says_later) {
  join_both();
  grant(tasks_of(1, 5));
  const auto leases = stage.take<Lease>();
  const auto& of_other = leases[leases[0].first == other ? 0 : 1].second;
  pass(Seconds{13}, false);
  const auto report = reported();
  ASSERT_THAT(report.lost, SizeIs(1));
  EXPECT_EQ(report.lost[0].rank, other);
  ASSERT_THAT(report.failed, SizeIs(2));
  EXPECT_EQ(report.failed[0].failure.kind, FailureKind::worker_lost);
  EXPECT_FALSE(report.failed[0].certain) << "either of the two may have done it";
  outcome(other, of_other.id);
  EXPECT_THAT(sink.folded, IsEmpty());
  EXPECT_THAT(stage.take<Fence>(), ElementsAre(testing::Pair(other, testing::_)));
}

TEST_F(LeaderTest, convicts_a_task_that_was_alone_with_the_lost_worker) {
  join_both();
  auto suspect = task_of(1);
  suspect.attempt = 2;
  suspect.suspicion = 2;
  grant({suspect});
  EXPECT_EQ(stage.take<Lease>().at(0).first, other) << "the leader spares itself";
  pass(Seconds{13}, false);
  const auto report = reported();
  ASSERT_THAT(report.failed, SizeIs(1));
  EXPECT_TRUE(report.failed[0].certain);
}

TEST_F(LeaderTest, leases_each_retry_alone) {
  join_both();
  auto retries = tasks_of(1, 3);
  for (auto& task : retries) task.attempt = 1;
  grant(std::move(retries));
  for (const auto& [rank, lease] : stage.take<Lease>()) EXPECT_THAT(*lease.tasks, SizeIs(1));
}

TEST_F(LeaderTest, calls_leases_back_that_wait_behind_a_slow_one_while_another_worker_idles) {
  join_both();
  grant(tasks_of(1, 9));
  auto leases = stage.take<Lease>();
  ASSERT_THAT(leases, SizeIs(4));
  const auto slow = leases[0].first;
  const auto quick = slow == self ? other : self;
  std::vector<LeaseId> of_slow;
  for (const auto& [rank, lease] : leases) {
    rank == slow ? of_slow.push_back(lease.id) : outcome(quick, lease.id);
  }
  EXPECT_THAT(stage.take<Recall>(), IsEmpty()) << "it has not waited for long";
  for (const auto end = now + Seconds{0.1}; now < end; now = leader->next_wakeup()) {
    leader->tick({}, now, stage.out);
  }
  const auto recalls = stage.take<Recall>();
  ASSERT_THAT(recalls, SizeIs(1)) << "once";
  EXPECT_EQ(recalls[0].first, slow);

  leader->on(Outcome{of_slow.at(1), false, {}, {}, {}, {}}, slow, now, stage.out);
  for (const auto& [rank, lease] : stage.take<Lease>()) EXPECT_EQ(rank, quick);
}

TEST_F(LeaderTest, waits_no_longer_for_a_worker_that_does_not_join) {
  leader->on(Joined{1}, self, Seconds{0}, stage.out);
  EXPECT_EQ(reported().credits, 0U) << "the other may join any moment";
  leader->tick({}, Seconds{0.1}, stage.out);
  EXPECT_GT(reported().credits, 0U);
}

TEST_F(LeaderTest, gives_back_what_was_not_started_when_halted) {
  join_both();
  grant(tasks_of(1, 31));
  const auto leased = stage.take<Lease>().size() * 2;
  reported();
  leader->on(Halt{}, master_rank, now, stage.out);
  EXPECT_THAT(stage.take<Recall>(), SizeIs(2));
  EXPECT_THAT(reported().returned, SizeIs(30 - leased));
  grant(tasks_of(40, 42));
  EXPECT_THAT(stage.take<Lease>(), IsEmpty());
}

TEST_F(LeaderTest, says_its_last_word_when_all_workers_have) {
  join_both();
  leader->on(CloseNode{3}, master_rank, now, stage.out);
  EXPECT_THAT(stage.take<CloseWorker>(), SizeIs(2));
  leader->on(WorkerClosed{3, {}}, self, now, stage.out);
  EXPECT_THAT(stage.take<NodeClosed>(), IsEmpty());
  leader->on(WorkerClosed{3, {}}, other, now, stage.out);
  ASSERT_THAT(stage.take<NodeClosed>(), SizeIs(1));
  EXPECT_TRUE(leader->closed());
}

TEST_F(LeaderTest, does_not_wait_for_the_last_word_of_a_worker_that_is_lost) {
  join_both();
  leader->on(CloseNode{3}, master_rank, now, stage.out);
  leader->on(WorkerClosed{3, {}}, self, now, stage.out);
  pass(Seconds{13}, false);
  EXPECT_THAT(stage.take<NodeClosed>(), SizeIs(1));
}

TEST_F(LeaderTest, passes_the_end_on_to_all_that_the_master_counts) {
  join_both();
  leader->on(FinishNode{Ending::complete, {0, 3}}, master_rank, now, stage.out);
  std::vector<Rank> told;
  for (const auto& [rank, finish] : stage.take<FinishWorker>()) told.push_back(rank);
  EXPECT_THAT(told, ElementsAre(other, self)) << "itself last, for then it is over";
}

TEST_F(LeaderTest, leaves_when_the_master_is_silent) {
  join_both();
  for (int second = 1; second <= 31; ++second) leader->tick({}, Seconds{1.0 * second}, stage.out);
  const auto leave = stage.take_actions<Leave>();
  ASSERT_THAT(leave, SizeIs(1));
  EXPECT_EQ(leave[0].reason, "rank 4 has heard nothing from the master for 31 s");
}

TEST_F(LeaderTest, has_its_sink_save_when_it_is_told) {
  leader->on(SaveNode{}, master_rank, now, stage.out);
  EXPECT_EQ(sink.saves, 1);
}

TEST_F(LeaderTest, runs_no_more_leases_than_the_memory_allows) {
  setup.options.permits.on = true;
  lead();
  join_both();
  const auto under = [&](double pressure) {
    Tick tick;
    tick.pressure = pressure;
    leader->tick(tick, now, stage.out);
  };
  grant(tasks_of(1, 21));
  const auto leases = stage.take<Lease>();
  ASSERT_THAT(leases, SizeIs(4)) << "one runs and one waits at each of two workers";
  under(0.8);
  EXPECT_THAT(stage.take<Recall>(), SizeIs(2)) << "what waits would run without a permit";
  for (const auto& [rank, lease] : {leases[2], leases[3]}) {
    leader->on(Outcome{lease.id, false, {}, {}, {}}, rank, now, stage.out);
  }
  outcome(leases[0].first, leases[0].second.id);
  EXPECT_THAT(stage.take<Lease>(), IsEmpty()) << "the other one's is the one that may run";
  outcome(leases[1].first, leases[1].second.id);
  EXPECT_THAT(stage.take<Lease>(), SizeIs(1));
  EXPECT_EQ(reported().node.fewest_permits, 1U);
  for (const double second : {1.3, 2.4}) {
    now = Seconds{second};
    under(0.5);
  }
  EXPECT_THAT(stage.take<Lease>(), SizeIs(3)) << "all slots again, and one waits at each";
}

TEST_F(LeaderTest, starts_no_more_processes_than_there_is_room_for) {
  setup.options.permits = {.on = true, .processes = true};
  setup.layout = Layout({{{0}}, {.ranks = {self, other}, .limit = base::Bytes{1000}}, {{1, 2, 3}}});
  lead();
  join_both();
  grant(tasks_of(1, 21));
  const auto first = stage.take<Lease>();
  ASSERT_THAT(first, SizeIs(1)) << "it is not known what a process takes";
  const auto look = [&](double second, double pressure) {
    now = Seconds{second};
    Tick tick;
    tick.pressure = pressure;
    leader->tick(tick, now, stage.out);
  };
  const auto end = [&](const auto& lease) {
    Outcome ended;
    ended.lease = lease.second.id;
    ended.processes = base::Bytes{300};
    leader->on(std::move(ended), lease.first, now, stage.out);
  };
  look(0.3, 0.3);
  EXPECT_THAT(stage.take<Lease>(), IsEmpty());
  end(first[0]);
  const auto second = stage.take<Lease>();
  ASSERT_THAT(second, SizeIs(1)) << "450 are free below eta, of which it will take 300";
  look(0.6, 0.1);
  EXPECT_THAT(stage.take<Lease>(), SizeIs(1)) << "650 are";
}

/// A leader of a job that listens, with workers that end every lease at once, and a master that hears
/// nothing.
class UnheardLeaderTest : public LeaderTest {
 protected:
  static constexpr std::uint32_t queue = 3;

  UnheardLeaderTest() {
    setup.options.queue = queue;
    setup.options.batch = 1;
    lead(true);
    join_both();
    grant(tasks_of(1, 100));
    work();
  }

  void work() {
    for (auto leases = stage.take<Lease>(); !leases.empty(); leases = stage.take<Lease>()) {
      for (const auto& [rank, one] : leases) {
        ++run;
        leader->on(Outcome{one.id, true, {}, {}, Seconds{0.1}, {}, {"an answer"}}, rank, now, stage.out);
      }
    }
  }

  int run = 0;
};

TEST_F(UnheardLeaderTest, reports_no_more_than_may_wait_and_leases_no_more_when_as_many_answers_wait_here) {
  EXPECT_THAT(stage.take<Report>(), SizeIs(queue));
  EXPECT_LT(run, 20) << "of 99 tasks: those reported, those that wait, and those that were under way";
  const int before = run;
  leader->tick({}, now, stage.out);
  work();
  EXPECT_EQ(run, before);
  EXPECT_EQ(leader->next_wakeup(), now + setup.options.heartbeat) << "it does not spin meanwhile";
}

TEST_F(UnheardLeaderTest, goes_on_where_it_stopped_when_it_is_heard_and_loses_nothing) {
  std::size_t answers = 0;
  for (std::uint64_t heard = 0; run < 99 || answers < 99;) {
    const auto reports = stage.take<Report>();
    ASSERT_THAT(reports, testing::Not(IsEmpty()));
    for (const auto& [to, report] : reports) answers += report.answers.size();
    heard += reports.size();
    leader->on(Heard{heard}, master_rank, now, stage.out);
    work();
  }
  EXPECT_EQ(answers, 99U);
  EXPECT_EQ(run, 99);
}

TEST_F(UnheardLeaderTest, has_its_last_word_wait_for_what_it_has_not_said_yet) {
  leader->on(CloseNode{1}, master_rank, now, stage.out);
  for (const Rank rank : {self, other}) leader->on(WorkerClosed{1, {}}, rank, now, stage.out);
  EXPECT_THAT(stage.take<NodeClosed>(), IsEmpty());
  static_cast<void>(stage.take<Report>());
  leader->on(Heard{queue}, master_rank, now, stage.out);
  EXPECT_THAT(stage.take<Report>(), SizeIs(1));
  EXPECT_THAT(stage.take<NodeClosed>(), SizeIs(1));
}

TEST_F(UnheardLeaderTest, drops_signs_of_life_and_counts_them) {
  static_cast<void>(stage.take<Report>());
  pass(Seconds{5});
  EXPECT_THAT(stage.take<Report>(), IsEmpty());
  EXPECT_GE(leader->dropped_notes(), 8U) << "its own and those of a worker's, one each a second";
}

TEST_F(LeaderTest, takes_nobody_for_lost_whose_message_waits_to_be_dealt_with) {
  join_both();
  for (; now < Seconds{100}; now += Seconds{1}) {
    leader->note_waiting(other, now);
    leader->note_waiting(master_rank, now);
    leader->tick({}, now, stage.out);
  }
  EXPECT_THAT(reported().lost, IsEmpty());
  EXPECT_THAT(stage.take_actions<Leave>(), IsEmpty());
}

TEST_F(LeaderTest, runs_no_more_leases_than_its_autoscaler_allows) {
  setup.options.autoscale = {.on = true, .cpu = 0.5, .window = Seconds{0}, .interval = Seconds{1}};
  lead();
  join_both();
  grant(tasks_of(1, 21));
  const auto leases = stage.take<Lease>();
  ASSERT_THAT(leases, SizeIs(4)) << "one runs and one waits at each of two workers";
  const auto takes = [&](double second, double cpu) {
    now = Seconds{second};
    for (const auto& lease : {leases[0], leases[1]}) {
      leader->on(WorkerBeat{{}, {}, 1, {}, Seconds{cpu / 2}}, lease.first, now, stage.out);
    }
    leader->tick({}, now, stage.out);
  };
  takes(1, 10);
  takes(2, 11);
  EXPECT_THAT(stage.take<Recall>(), IsEmpty()) << "a core's use is what two kernels are to take";
  takes(3, 11.2);
  EXPECT_THAT(stage.take<Recall>(), SizeIs(2)) << "what waits would run without a permit";
  now = Seconds{3.5};
  outcome(leases[0].first, leases[0].second.id);
  const auto said = reported().node;
  EXPECT_EQ(said.scaled, 1U);
  EXPECT_EQ(said.scale_cause, ScaleCause::cpu);
  EXPECT_EQ(said.permits, 1U);
  EXPECT_EQ(said.fewest_permits, 0U) << "it was not memory that was short";
  takes(4, 13);
  EXPECT_FALSE(stage.take<Lease>().empty()) << "all slots again";
}

TEST_F(LeaderTest, counts_what_waits_with_the_master_for_its_share_of_the_slots) {
  setup.options.autoscale = {.on = true, .queue = 10, .window = Seconds{0}, .interval = Seconds{1}};
  lead();
  join_both();
  const auto allowed = [&](double second, double waiting) {
    now = Seconds{second};
    leader->on(MasterBeat{waiting}, master_rank, now, stage.out);
    leader->tick({}, now, stage.out);
    now = Seconds{second + 0.5};
    leader->tick({}, now, stage.out);
    return reported().node.scaled;
  };
  EXPECT_EQ(allowed(1, 10), 2U);
  EXPECT_EQ(allowed(3, 5), 1U);
  EXPECT_EQ(allowed(5, 8), 2U);
}

}  // namespace
}  // namespace winnow::farm
