#include "farm/worker.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using base::Seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Rank self = 5;
constexpr Rank leader = 4;

class WorkerTest : public testing::Test {
 protected:
  WorkerTest() { options.timeout = Seconds{10}; }

  Worker started(std::uint32_t slots = 1) {
    Worker worker(self, slots, leader, options);
    worker.start(Seconds{0}, stage.out);
    return worker;
  }
  void lease(Worker& worker, LeaseId id, Rank from = leader) {
    worker.on(Lease{id, shared(tasks_of(10 * id, 10 * id + 3))}, from, Seconds{0}, stage.out);
  }
  static KernelFinished finished(WorkId id) { return {id, {}, bytes_of("partial"), Seconds{0.5}}; }
  static Tick tick_with(KernelProgress progress) { return {{}, {}, {progress}}; }

  FarmOptions options;
  Stage stage;
};

TEST_F(WorkerTest, joins_its_leader_with_its_slots) {
  started(3);
  const auto joined = stage.take<Joined>();
  ASSERT_THAT(joined, SizeIs(1));
  EXPECT_EQ(joined[0].first, leader);
  EXPECT_EQ(joined[0].second.slots, 3U);
}

TEST_F(WorkerTest, queues_leases_and_tells_what_came_of_each) {
  auto worker = started();
  lease(worker, 8);
  lease(worker, 9);
  const auto queued = stage.take_actions<QueueWork>();
  ASSERT_THAT(queued, SizeIs(2));
  EXPECT_EQ(queued[1].tasks->front().id, 90U);
  worker.finished(finished(queued[1].work), stage.out);
  const auto outcomes = stage.take<Outcome>();
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_EQ(outcomes[0].second.lease, 9U);
  EXPECT_TRUE(outcomes[0].second.kept);
  EXPECT_EQ(outcomes[0].second.partial, bytes_of("partial"));
}

TEST_F(WorkerTest, gives_back_a_lease_that_its_kernel_dropped) {
  auto worker = started();
  lease(worker, 1);
  auto end = finished(1);
  end.kept = false;
  worker.finished(std::move(end), stage.out);
  const auto outcomes = stage.take<Outcome>();
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_FALSE(outcomes[0].second.kept);
  EXPECT_THAT(outcomes[0].second.failures, IsEmpty());
}

TEST_F(WorkerTest, passes_revisions_on_and_counts_no_task_that_its_kernel_handed_back) {
  auto worker = started();
  lease(worker, 1);
  auto end = finished(1);
  end.failures = {{0, {FailureKind::handed_back, ""}}, {2, {FailureKind::error, "bad"}}};
  end.revisions = {0, 8, 0};
  worker.finished(std::move(end), stage.out);
  EXPECT_THAT(stage.take<Outcome>().at(0).second.revisions, testing::ElementsAre(0, 8, 0));
  worker.tick({base::Bytes{70}, base::Bytes{90}, {}}, Seconds{1}, stage.out);
  const auto record = stage.take<WorkerBeat>().at(0).second.record;
  EXPECT_EQ(record.tasks, 2U);
  EXPECT_EQ(record.failures, 1U);
}

TEST_F(WorkerTest, ignores_leases_of_a_leader_that_is_not_its_own) {
  auto worker = started();
  lease(worker, 1, 3);
  EXPECT_THAT(stage.take_actions<QueueWork>(), IsEmpty());
}

TEST_F(WorkerTest, drops_what_it_had_from_a_former_leader) {
  auto worker = started();
  lease(worker, 1);
  lease(worker, 2);
  const auto former = stage.take_actions<QueueWork>();
  stage.take<Joined>();
  worker.on(Follow{2}, 6, Seconds{1}, stage.out);
  EXPECT_EQ(stage.take<Joined>().at(0).first, 6);
  EXPECT_THAT(stage.take_actions<WithdrawWork>(), SizeIs(1));
  lease(worker, 1, 6);
  const auto queued = stage.take_actions<QueueWork>();
  worker.finished(finished(former[0].work), stage.out);
  worker.withdrawn({{former[1].work}}, stage.out);
  EXPECT_THAT(stage.take<Outcome>(), IsEmpty()) << "these were the former leader's leases";
  worker.finished(finished(queued.at(0).work), stage.out);
  EXPECT_THAT(stage.take<Outcome>(), SizeIs(1)) << "and this is the new one's";
}

TEST_F(WorkerTest, does_not_follow_an_older_leader) {
  auto worker = started();
  worker.on(Follow{3}, 6, Seconds{1}, stage.out);
  worker.on(Follow{2}, 7, Seconds{1}, stage.out);
  lease(worker, 1, 6);
  EXPECT_THAT(stage.take_actions<QueueWork>(), SizeIs(1));
}

TEST_F(WorkerTest, gives_back_leases_that_have_not_begun_when_recalled) {
  auto worker = started();
  lease(worker, 7);
  lease(worker, 8);
  const auto queued = stage.take_actions<QueueWork>();
  worker.on(Recall{}, leader, Seconds{1}, stage.out);
  EXPECT_THAT(stage.take_actions<WithdrawWork>(), SizeIs(1));
  EXPECT_THAT(stage.take<Outcome>(), IsEmpty()) << "either may have begun";
  worker.withdrawn({{queued[1].work}}, stage.out);
  const auto outcomes = stage.take<Outcome>();
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_EQ(outcomes[0].second.lease, 8U);
  EXPECT_FALSE(outcomes[0].second.kept);
  EXPECT_THAT(outcomes[0].second.failures, IsEmpty());
}

TEST_F(WorkerTest, writes_off_a_slot_whose_task_overruns_and_blames_that_task_alone) {
  auto worker = started(2);
  lease(worker, 1);
  EXPECT_EQ(worker.next_wakeup(), options.heartbeat) << "the heartbeat is sooner than the timeout";
  worker.tick(tick_with({0, 1, 2, Seconds{3}}), Seconds{12.9}, stage.out);
  EXPECT_THAT(stage.take_actions<AbandonKernel>(), IsEmpty());
  worker.tick(tick_with({0, 1, 2, Seconds{3}}), Seconds{13}, stage.out);
  EXPECT_THAT(stage.take_actions<AbandonKernel>(), SizeIs(1));
  const auto outcomes = stage.take<Outcome>();
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_FALSE(outcomes[0].second.kept);
  ASSERT_THAT(outcomes[0].second.failures, SizeIs(1));
  EXPECT_EQ(outcomes[0].second.failures[0].index, 2U);
  EXPECT_EQ(outcomes[0].second.failures[0].failure.kind, FailureKind::timeout);
  EXPECT_EQ(outcomes[0].second.failures[0].failure.reason, "ran longer than 10 s");
  EXPECT_EQ(stage.take<WorkerBeat>().back().second.slots, 1U);
}

TEST_F(WorkerTest, lets_a_task_run_as_long_as_it_asks_for_itself) {
  auto worker = started(2);
  auto tasks = tasks_of(10, 13);
  tasks[1].timeout = Seconds{3};
  tasks[2].timeout = Seconds{20};
  worker.on(Lease{1, shared(tasks)}, leader, Seconds{0}, stage.out);
  worker.tick(tick_with({0, 1, 2, Seconds{0}}), Seconds{11}, stage.out);
  EXPECT_THAT(stage.take<Outcome>(), IsEmpty());
  worker.tick(tick_with({0, 1, 1, Seconds{8}}), Seconds{11}, stage.out);
  const auto outcomes = stage.take<Outcome>();
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_EQ(outcomes[0].second.failures.at(0).failure.reason, "ran longer than 3 s");
}

TEST_F(WorkerTest, wakes_for_the_timeout_of_a_task_where_the_run_has_none) {
  options.timeout = Seconds::never();
  options.heartbeat = Seconds{100};
  auto worker = started();
  auto task = task_of(1);
  task.timeout = Seconds{3};
  worker.on(Lease{1, shared({task})}, leader, Seconds{1}, stage.out);
  EXPECT_EQ(worker.next_wakeup(), Seconds{4});
}

TEST_F(WorkerTest, passes_answers_on) {
  auto worker = started();
  lease(worker, 1);
  auto kernel = finished(1);
  kernel.answers = {"a", "", "c"};
  worker.finished(std::move(kernel), stage.out);
  EXPECT_THAT(stage.take<Outcome>().at(0).second.answers, testing::ElementsAre("a", "", "c"));
}

TEST_F(WorkerTest, hears_nothing_of_work_whose_slot_was_written_off) {
  auto worker = started(2);
  lease(worker, 1);
  worker.tick(tick_with({0, 1, 0, Seconds{0}}), Seconds{11}, stage.out);
  const auto abandoned = stage.take_actions<AbandonKernel>();
  ASSERT_THAT(abandoned, SizeIs(1));
  EXPECT_EQ(abandoned[0].slot, 0U);
  EXPECT_EQ(abandoned[0].work, 1U);
  stage.take<Outcome>();
  worker.finished(finished(1), stage.out);
  EXPECT_THAT(stage.take<Outcome>(), IsEmpty()) << "it had come back a moment before";
}

TEST_F(WorkerTest, gives_leases_back_at_once_where_no_slot_is_left) {
  Worker worker(leader, 1, leader, options);
  worker.start(Seconds{0}, stage.out);
  lease(worker, 1);
  worker.tick(tick_with({0, 1, 0, Seconds{0}}), Seconds{11}, stage.out);
  stage.take<Outcome>();
  stage.take_actions<QueueWork>();
  lease(worker, 2);
  EXPECT_THAT(stage.take_actions<QueueWork>(), IsEmpty());
  EXPECT_THAT(stage.take<Outcome>(), SizeIs(1));
}

TEST_F(WorkerTest, leaves_when_every_slot_is_written_off) {
  auto worker = started();
  lease(worker, 1);
  lease(worker, 2);
  worker.tick(tick_with({0, 1, 0, Seconds{0}}), Seconds{11}, stage.out);
  EXPECT_THAT(stage.take<Outcome>(), SizeIs(2)) << "the lease that waited goes back too";
  EXPECT_THAT(stage.take<Leaving>(), SizeIs(1));
  const auto leave = stage.take_actions<Leave>();
  ASSERT_THAT(leave, SizeIs(1));
  EXPECT_EQ(leave[0].reason, "every kernel of rank 5 hangs");
}

TEST_F(WorkerTest, stays_without_slots_where_it_leads) {
  Worker worker(leader, 1, leader, options);
  worker.start(Seconds{0}, stage.out);
  lease(worker, 1);
  worker.tick(tick_with({0, 1, 0, Seconds{0}}), Seconds{11}, stage.out);
  EXPECT_THAT(stage.take_actions<Leave>(), IsEmpty());
  EXPECT_EQ(stage.take<WorkerBeat>().back().second.slots, 0U);
}

TEST_F(WorkerTest, beats_with_its_memory_and_its_record) {
  auto worker = started();
  lease(worker, 1);
  worker.finished(finished(1), stage.out);
  worker.tick({base::Bytes{70}, base::Bytes{90}, {}}, Seconds{1}, stage.out);
  const auto beats = stage.take<WorkerBeat>();
  ASSERT_THAT(beats, SizeIs(1));
  EXPECT_EQ(beats[0].second.memory.count, 70U);
  EXPECT_EQ(beats[0].second.record.peak.count, 90U);
  EXPECT_EQ(beats[0].second.record.tasks, 3U);
  EXPECT_EQ(beats[0].second.record.busy, Seconds{0.5});
  EXPECT_EQ(worker.next_wakeup(), Seconds{2});
}

TEST_F(WorkerTest, leaves_after_a_long_silence) {
  auto worker = started();
  for (int second = 1; second <= 30; ++second) worker.tick({}, Seconds{1.0 * second}, stage.out);
  EXPECT_THAT(stage.take_actions<Leave>(), IsEmpty());
  worker.tick({}, Seconds{31}, stage.out);
  const auto leave = stage.take_actions<Leave>();
  ASSERT_THAT(leave, SizeIs(1));
  EXPECT_EQ(leave[0].reason, "rank 5 has heard nothing from its leader for 31 s");
}

TEST_F(WorkerTest, does_not_blame_others_for_its_own_absence) {
  auto worker = started();
  worker.tick({}, Seconds{1}, stage.out);
  worker.tick({}, Seconds{100}, stage.out);
  EXPECT_THAT(stage.take_actions<Leave>(), IsEmpty());
}

TEST_F(WorkerTest, leaves_when_its_leader_or_the_master_fences_it) {
  auto worker = started();
  worker.on(Fence{}, 3, Seconds{1}, stage.out);
  EXPECT_THAT(stage.take_actions<Leave>(), IsEmpty()) << "a rank that has no say";
  worker.on(Fence{}, leader, Seconds{1}, stage.out);
  EXPECT_THAT(stage.take_actions<Leave>(), SizeIs(1));
}

TEST_F(WorkerTest, answers_a_poll) {
  auto worker = started();
  worker.on(Poll{7}, master_rank, Seconds{1}, stage.out);
  const auto present = stage.take<Present>();
  ASSERT_THAT(present, SizeIs(1));
  EXPECT_EQ(present[0].second.term, 7U);
}

TEST_F(WorkerTest, says_its_last_word_and_finishes) {
  auto worker = started();
  worker.on(CloseWorker{4}, leader, Seconds{1}, stage.out);
  EXPECT_TRUE(worker.closed());
  EXPECT_EQ(stage.take<WorkerClosed>().at(0).second.round, 4U);
  worker.on(FinishWorker{Ending::complete, {2}}, leader, Seconds{1}, stage.out);
  EXPECT_THAT(stage.take_actions<Finished>().at(0).lost, testing::ElementsAre(2));
}

}  // namespace
}  // namespace winnow::farm
