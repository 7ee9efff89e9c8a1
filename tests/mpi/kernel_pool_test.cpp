#include "winnow/mpi/kernel_pool.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <set>

#include "mpi/counting_job.hpp"
#include "mpi/generation_job.hpp"

namespace winnow::mpi {
namespace {

farm::QueueWork work(farm::WorkId id, const std::vector<std::string>& payloads) {
  std::vector<farm::Task> tasks;
  for (const auto& payload : payloads) {
    farm::Task task;
    task.payload = payload;
    tasks.push_back(std::move(task));
  }
  return {id, std::make_shared<const std::vector<farm::Task>>(std::move(tasks))};
}

class KernelPoolTest : public testing::Test {
 protected:
  std::vector<farm::KernelFinished> wait_for(KernelPool& pool, std::size_t count) {
    std::vector<farm::KernelFinished> all;
    for (int patience = 0; patience < 500 && all.size() < count; ++patience) {
      bell_->wait(base::Seconds{0.01});
      for (auto& finished : pool.take_finished()) all.push_back(std::move(finished));
    }
    return all;
  }

  base::SteadyClock clock_;
  std::shared_ptr<Doorbell> bell_ =
      std::make_shared<Doorbell>("kernel-pool-test-" + std::to_string(::getpid()), 0);
  test::CountingJob job_{{}};
};

TEST_F(KernelPoolTest, settles_each_thread_and_runs_its_tasks) {
  std::mutex mutex;
  std::set<std::uint32_t> settled;
  {
    const auto settle = [&](std::uint32_t slot) {
      const std::scoped_lock lock(mutex);
      settled.insert(slot);
    };
    KernelPool pool(job_, 2, clock_, settle, bell_);
    pool.queue(work(7, {"1", "2"}));
    pool.queue(work(8, {"3"}));
    std::set<farm::WorkId> works;
    for (const auto& end : wait_for(pool, 2)) {
      works.insert(end.work);
      EXPECT_TRUE(end.failures.empty());
      job_.sink().fold(end.partial, {}, {});
    }
    EXPECT_EQ(works, (std::set<farm::WorkId>{7, 8}));
  }
  EXPECT_EQ(job_.folded(), (std::map<std::string, int>{{"1", 1}, {"2", 1}, {"3", 1}}));
  EXPECT_EQ(settled, (std::set<std::uint32_t>{0, 1}));
}

TEST_F(KernelPoolTest, a_failed_task_is_told_and_the_others_are_kept) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(0, {"1", "fail", "2"}));
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  ASSERT_EQ(finished[0].failures.size(), 1u);
  EXPECT_EQ(finished[0].failures[0].index, 1u);
  EXPECT_EQ(finished[0].failures[0].failure.reason, "told to fail");
  job_.sink().fold(finished[0].partial, {}, {});
  EXPECT_EQ(job_.folded().size(), 2u);
}

TEST_F(KernelPoolTest, a_task_handed_back_is_told_and_the_revisions_of_the_others) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(0, {"1", "hand back", "22"}));
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  ASSERT_EQ(finished[0].failures.size(), 1u);
  EXPECT_EQ(finished[0].failures[0].index, 1u);
  EXPECT_EQ(finished[0].failures[0].failure.kind, farm::FailureKind::handed_back);
  EXPECT_EQ(finished[0].revisions, (std::vector<std::uint64_t>{1, 0, 2}));
}

TEST_F(KernelPoolTest, gives_the_answers_of_tasks_that_were_done) {
  test::GenerationJob job(1, 4);
  KernelPool pool(
      job, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(0, {"1", "fail", "3"}));
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_EQ(finished[0].answers, (std::vector<std::string>{"4", "", "10"}));
  EXPECT_TRUE(finished[0].partial.empty());
}

TEST_F(KernelPoolTest, an_exception_fails_the_whole_lease_and_the_slot_goes_on) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(0, {"1", "throw"}));
  const auto first = wait_for(pool, 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].failures.size(), 2u);
  EXPECT_TRUE(first[0].partial.empty());
  pool.queue(work(0, {"4"}));
  const auto second = wait_for(pool, 1);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_TRUE(second[0].failures.empty());
  job_.sink().fold(second[0].partial, {}, {});
  EXPECT_EQ(job_.folded(), (std::map<std::string, int>{{"4", 1}}));
}

TEST_F(KernelPoolTest, drops_the_lease_with_the_task_after_which_the_job_wants_to_stop_and_all_later_ones) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  for (const std::string payload : {"stop", "hang"}) {
    pool.queue(work(0, {"1", payload, "hang"}));
    const auto finished = wait_for(pool, 1);
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_FALSE(finished[0].kept);
    EXPECT_TRUE(finished[0].failures.empty());
    EXPECT_TRUE(finished[0].partial.empty());
  }
}

TEST_F(KernelPoolTest, a_slot_takes_what_is_queued_by_itself) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  for (farm::WorkId id = 1; id <= 3; ++id) pool.queue(work(id, {"1"}));
  const auto begin = clock_.now();
  while (!pool.progress().empty() && clock_.now() - begin < base::Seconds{5})
    bell_->wait(base::Seconds{0.01});
  const auto finished = wait_for(pool, 3);
  ASSERT_EQ(finished.size(), 3u);
  for (farm::WorkId id = 1; id <= 3; ++id) EXPECT_EQ(finished[id - 1].work, id);
}

TEST_F(KernelPoolTest, tells_how_many_slots_ever_had_work) {
  KernelPool pool(
      job_, 3, clock_, [](std::uint32_t) {}, bell_);
  EXPECT_EQ(pool.worked(), 0U);
  pool.queue(work(1, {"1"}));
  EXPECT_EQ(wait_for(pool, 1).size(), 1U);
  EXPECT_EQ(pool.worked(), 1U);
}

TEST_F(KernelPoolTest, gives_back_what_no_slot_has_begun) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(1, {"hang"}));
  while (pool.progress().empty()) bell_->wait(base::Seconds{0.001});
  pool.queue(work(2, {"1"}));
  pool.queue(work(3, {"1"}));
  EXPECT_EQ(pool.withdraw(), (std::vector<farm::WorkId>{2, 3}));
  EXPECT_TRUE(pool.withdraw().empty());
  job_.release();
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_EQ(finished[0].work, 1u);
}

TEST_F(KernelPoolTest, an_abandoned_slot_is_heard_of_no_more) {
  KernelPool pool(
      job_, 2, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(1, {"hang"}));
  while (pool.progress().empty()) bell_->wait(base::Seconds{0.001});
  pool.abandon(pool.progress()[0].slot, 1);
  EXPECT_TRUE(pool.abandoned());
  EXPECT_TRUE(pool.progress().empty());
  job_.release();
  pool.queue(work(2, {"1"}));
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_EQ(finished[0].work, 2u);
  bell_->wait(base::Seconds{0.05});
  EXPECT_TRUE(pool.take_finished().empty());
}

TEST_F(KernelPoolTest, a_slot_that_has_come_to_other_work_ends_after_it) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(2, {"hang"}));
  while (pool.progress().empty()) bell_->wait(base::Seconds{0.001});
  pool.abandon(0, 1);
  EXPECT_FALSE(pool.abandoned());
  pool.queue(work(3, {"1"}));
  job_.release();
  const auto finished = wait_for(pool, 1);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_EQ(finished[0].work, 2u);
  bell_->wait(base::Seconds{0.05});
  EXPECT_TRUE(pool.take_finished().empty());
  EXPECT_EQ(pool.withdraw(), (std::vector<farm::WorkId>{3}));
}

TEST_F(KernelPoolTest, abandons_what_runs_and_drops_what_is_queued) {
  KernelPool pool(
      job_, 1, clock_, [](std::uint32_t) {}, bell_);
  pool.queue(work(1, {"hang"}));
  while (pool.progress().empty()) bell_->wait(base::Seconds{0.001});
  pool.queue(work(2, {"1"}));
  pool.abandon_all();
  EXPECT_TRUE(pool.abandoned());
  EXPECT_TRUE(pool.withdraw().empty());
  job_.release();
}

}  // namespace
}  // namespace winnow::mpi
