#include "winnow/mpi/driver.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <boost/mpi/collectives.hpp>

#include "mpi/counting_job.hpp"
#include "mpi/generation_job.hpp"
#include "winnow/mpi/team.hpp"

namespace winnow::mpi {
namespace {

std::vector<std::string> numbers(int count) {
  std::vector<std::string> payloads;
  for (int i = 0; i < count; ++i) payloads.push_back(std::to_string(i));
  return payloads;
}

/// Every rank on one node, as far as the farm is told.
std::shared_ptr<const farm::Setup> setup_for(int ranks, farm::Job& job, const farm::FarmOptions& options) {
  farm::Node node;
  for (int rank = 0; rank < ranks; ++rank) node.ranks.push_back(rank);
  return std::make_shared<const farm::Setup>(farm::Setup{farm::Layout({node}), options, job.queues()});
}

/// Every rank on a node of its own.
std::shared_ptr<const farm::Setup> setup_of_nodes(int ranks, farm::Job& job) {
  std::vector<farm::Node> nodes;
  for (int rank = 0; rank < ranks; ++rank) nodes.push_back({{rank}});
  return std::make_shared<const farm::Setup>(farm::Setup{farm::Layout(std::move(nodes)), {}, job.queues()});
}

class DriverTest : public testing::Test {
 protected:
  FarmEnd run(farm::Job& job, const farm::FarmOptions& options = {}, std::uint32_t slots = 1) {
    return run_on(setup_for(world_.size(), job, options), job, slots);
  }

  FarmEnd run_on(std::shared_ptr<const farm::Setup> setup, farm::Job& job, std::uint32_t slots = 1) {
    farm::MemoryLedger ledger;
    return run_farm({.communicator = world_,
                     .channel = ++channel,
                     .setup = std::move(setup),
                     .slots = slots,
                     .job = job,
                     .ledger = world_.rank() == 0 ? &ledger : nullptr,
                     .clock = clock_,
                     .sampler = sampler_,
                     .stop_requested = stop_,
                     .settle = [](std::uint32_t) {},
                     .observe = [this](const farm::FarmStatus& /*status*/) { ++observations_; },
                     .weigh = [this](base::Bytes /*memory*/) { ++weighings_; },
                     .account = [this](const farm::WorkerRecord& work) { own_work_ = work; },
                     .cut_short = cut_short_,
                     .grace = base::Seconds{60}});
  }

  /// Checks on the leader, rank 0, that each of `count` numbers was folded once.
  void expect_all_folded_once(const test::CountingJob& job, int count) {
    if (world_.rank() != 0) return;
    EXPECT_EQ(job.folded().size(), static_cast<std::size_t>(count));
    for (const auto& [payload, times] : job.folded()) EXPECT_EQ(times, 1) << payload;
  }

  boost::mpi::communicator world_;
  base::SteadyClock clock_;
  watch::Sampler sampler_{{}, clock_};
  std::atomic<bool> stop_{false};
  std::function<void()> cut_short_;
  int observations_ = 0;
  int weighings_ = 0;
  farm::WorkerRecord own_work_;   ///< as it was last told
  static inline int channel = 0;  // the tests of one program share a communicator
};

TEST_F(DriverTest, folds_every_task_once_and_ends_on_all_ranks) {
  test::CountingJob job(numbers(5000));
  const auto end = run(job);
  EXPECT_FALSE(end.left);
  EXPECT_EQ(end.ending, farm::Ending::complete);
  EXPECT_EQ(end.alive.size(), static_cast<std::size_t>(world_.size()));
  EXPECT_EQ(end.leads, world_.rank() == 0);
  EXPECT_EQ(weighings_ > 0, end.leads);
  EXPECT_EQ(own_work_.rank, static_cast<farm::Rank>(world_.rank()));
  expect_all_folded_once(job, 5000);
  if (world_.rank() == 0) {
    std::uint64_t tasks = 0;
    for (const auto& worker : end.workers) tasks += worker.tasks;
    EXPECT_EQ(tasks, 5000u);
    EXPECT_GE(observations_, 1);
  }
}

TEST_F(DriverTest, an_empty_job_ends_too) {
  test::CountingJob job({});
  EXPECT_EQ(run(job).ending, farm::Ending::complete);
}

TEST_F(DriverTest, several_kernels_on_a_rank_share_the_work) {
  test::CountingJob job(numbers(2000));
  (void)run(job, {}, 3);
  expect_all_folded_once(job, 2000);
}

TEST_F(DriverTest, a_task_that_always_fails_is_quarantined_with_its_reason) {
  auto payloads = numbers(100);
  payloads.insert(payloads.begin() + 50, "fail");
  test::CountingJob job(payloads);
  const auto end = run(job);
  EXPECT_EQ(end.ending, farm::Ending::complete);
  expect_all_folded_once(job, 100);
  if (world_.rank() == 0) {
    EXPECT_EQ(job.quarantined().at("fail"), "told to fail");
  }
}

TEST_F(DriverTest, a_kernel_that_throws_ends_neither_its_rank_nor_its_neighbours_tasks) {
  auto payloads = numbers(100);
  payloads.insert(payloads.begin() + 20, "throw");
  test::CountingJob job(payloads);
  (void)run(job);
  expect_all_folded_once(job, 100);
  if (world_.rank() == 0) {
    EXPECT_EQ(job.quarantined().count("throw"), 1u);
  }
}

TEST_F(DriverTest, a_listening_source_gets_every_answer_before_the_next_generation) {
  for (const std::uint32_t slots : {1U, 3U}) {
    test::GenerationJob job(20, 30);
    const auto end = run(job, {}, slots);
    EXPECT_EQ(end.ending, farm::Ending::complete);
    if (world_.rank() != 0) continue;
    EXPECT_EQ(job.state(), test::GenerationJob::state_after(20, 30));
    EXPECT_EQ(end.queues.at(0).done, 600u);
  }
}

TEST_F(DriverTest, a_listening_source_is_told_why_a_task_failed_and_how_often) {
  test::GenerationJob job(3, 10, 7);
  farm::FarmOptions options;
  options.max_retries = 2;
  EXPECT_EQ(run(job, options).ending, farm::Ending::complete);
  if (world_.rank() == 0) {
    EXPECT_EQ(job.failures(), std::vector<std::string>(3, "told to fail after 3 attempts"));
  }
}

TEST_F(DriverTest, a_request_to_stop_ends_all_ranks) {
  test::CountingJob job(numbers(200'000));
  stop_ = world_.rank() == world_.size() - 1;
  farm::FarmOptions options;
  options.batch = 1;
  EXPECT_EQ(run(job, options).ending, farm::Ending::stopped);
}

TEST_F(DriverTest, a_job_that_wants_to_stop_on_one_rank_ends_all_and_keeps_nothing_of_the_task_it_met) {
  auto payloads = numbers(200'000);
  payloads.insert(payloads.begin() + 1000, "stop");
  test::CountingJob job(payloads);
  EXPECT_EQ(run(job).ending, farm::Ending::stopped);
  EXPECT_EQ(job.folded().count("stop"), 0u);
  EXPECT_TRUE(MpiTeam(world_).any(job.wants_stop()));
}

TEST_F(DriverTest, a_request_to_stop_waits_for_no_task_that_hangs) {
  test::CountingJob job({"stop and hang"});
  farm::FarmOptions options;
  options.stop_patience = base::Seconds{0.1};
  const auto end = run(job, options);
  EXPECT_EQ(end.ending, farm::Ending::stopped);
  EXPECT_TRUE(MpiTeam(world_).any(end.abandoned_kernels));
}

TEST_F(DriverTest, a_run_that_is_stopped_waits_for_tasks_that_it_can_cut_short) {
  test::CountingJob job({"stop and hang"});
  cut_short_ = [&job] { job.release(); };
  farm::FarmOptions options;
  options.stop_patience = base::Seconds{0.1};
  const auto end = run(job, options);
  EXPECT_EQ(end.ending, farm::Ending::stopped);
  EXPECT_FALSE(end.abandoned_kernels);
}

TEST_F(DriverTest, compresses_messages_between_nodes_and_none_within_one) {
  test::CountingJob within(numbers(3000));
  EXPECT_EQ(run(within).traffic.compressed, 0u);
  test::CountingJob between(numbers(3000));
  const auto end = run_on(setup_of_nodes(world_.size(), between), between);
  EXPECT_EQ(end.ending, farm::Ending::complete);
  if (world_.rank() == 0 && world_.size() > 1) {
    EXPECT_GT(end.traffic.compressed, 0u);
    EXPECT_LT(end.traffic.bytes, end.traffic.bytes_before);
  }
  std::uint64_t folded = 0;
  for (const auto& [payload, times] : between.folded()) folded += static_cast<std::uint64_t>(times);
  EXPECT_EQ(MpiTeam(world_).sum(folded), 3000u);
}

}  // namespace
}  // namespace winnow::mpi
