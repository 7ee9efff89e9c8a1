// A master that takes longer for each answer than the others for making it: their memory stays what it is.
// WINNOW_SLOW_MASTER_ANSWERS sets how many answers there are.

#include <gmock/gmock.h>

#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "winnow/mpi/driver.hpp"

namespace winnow::mpi {
namespace {

base::Bytes resident() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t pages = 0;
  file >> all >> pages;
  return base::Bytes{pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))};
}

/// Answers of 32 KiB each, of which the source takes half a millisecond to hear one.
class SlowJob final : public farm::Job, farm::Sink {
 public:
  static constexpr std::size_t answer_size = std::size_t{32} << 10;

  explicit SlowJob(std::uint64_t tasks) : told_(tasks) {}

  [[nodiscard]] std::string_view name() const override { return "slow"; }
  [[nodiscard]] bool listens() const override { return true; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<SlowSource>(*this); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<Answering>(fullest_); }
  farm::Sink& sink() override { return *this; }
  void fold(std::span<const std::byte> /*partial*/, std::span<const farm::Task> /*done*/,
            std::span<const std::uint64_t> /*revisions*/) override {}
  void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}

  /// On rank 0: answers that were told, and how many of them of another task than those before.
  [[nodiscard]] std::uint64_t answers() const { return answers_; }
  [[nodiscard]] std::uint64_t different() const {
    return static_cast<std::uint64_t>(std::ranges::count(told_, true));
  }
  /// The most memory that this rank has had while it worked.
  [[nodiscard]] base::Bytes fullest() const { return base::Bytes{fullest_}; }

 private:
  class SlowSource final : public farm::Source {
   public:
    explicit SlowSource(SlowJob& job) : job_(job) {}

    State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
      for (; credits > 0 && next_ < job_.told_.size(); --credits) {
        farm::Task task;
        task.payload = std::to_string(next_++);
        tasks.push_back(std::move(task));
      }
      return next_ < job_.told_.size() ? State::more : State::finished;
    }

    void tell(const farm::Task& task, farm::TaskResult&& result) override {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
      if (!result || result->size() != answer_size) return;
      ++job_.answers_;
      job_.told_.at(std::stoull(task.payload)) = true;
      job_.look();
    }

   private:
    SlowJob& job_;
    std::uint64_t next_ = 0;
  };

  class Answering final : public farm::Kernel {
   public:
    explicit Answering(std::atomic<std::uint64_t>& fullest) : fullest_(fullest) {}
    base::Result<farm::TaskEnd> run(const farm::Task& /*task*/) override {
      fullest_ = std::max(fullest_.load(), resident().count);
      return farm::TaskEnd{.answer = std::string(answer_size, 'x')};
    }
    void take(base::Buffer& /*partial*/) override {}

   private:
    std::atomic<std::uint64_t>& fullest_;
  };

  void look() { fullest_ = std::max(fullest_.load(), resident().count); }

  std::vector<bool> told_;  ///< by task
  std::uint64_t answers_ = 0;
  std::atomic<std::uint64_t> fullest_{0};
};

std::uint64_t answers_wanted() {
  const char* text = std::getenv("WINNOW_SLOW_MASTER_ANSWERS");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 3'000;
}

TEST(SlowMaster, leaves_no_rank_with_more_memory_than_the_answers_that_may_wait_and_loses_none) {
  boost::mpi::communicator world;
  const auto tasks = answers_wanted();
  SlowJob job(tasks);
  std::vector<farm::Node> nodes;
  for (int rank = 0; rank < world.size(); ++rank) nodes.push_back({{rank}});
  farm::FarmOptions options;
  options.queue = 4;
  options.batch = 1;
  farm::MemoryLedger ledger;
  const base::SteadyClock clock;
  watch::Sampler sampler({}, clock);
  const std::atomic<bool> never{false};
  const auto before = resident();
  const auto end = run_farm({
      .communicator = world,
      .channel = 3000,
      .setup = std::make_shared<const farm::Setup>(
          farm::Setup{farm::Layout(std::move(nodes)), options, job.queues()}),
      .job = job,
      .ledger = world.rank() == 0 ? &ledger : nullptr,
      .clock = clock,
      .sampler = sampler,
      .stop_requested = never,
      .settle = [](std::uint32_t) {},
      .compress_from = std::nullopt,
  });
  EXPECT_EQ(end.ending, farm::Ending::complete);
  // All answers together would be 94 MiB and more.
  EXPECT_LT(job.fullest().count, (before + base::mebibytes(24)).count);
  if (world.rank() == 0) {
    EXPECT_EQ(job.answers(), tasks);
    EXPECT_EQ(job.different(), tasks);
  }
}

}  // namespace
}  // namespace winnow::mpi
