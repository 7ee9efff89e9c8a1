// What the farm costs: a job whose tasks do nothing, or sleep, on as many ranks as it is started with.
// usage: mpirun -n RANKS farm_benchmark TASKS [BATCH [TASK_SECONDS]]
// Prints one JSON object; BATCH 0: chosen by the farm. `main_thread_share` is processor time over time, of
// the busiest rank's main thread: where tasks sleep, what an idle one takes.

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <boost/mpi/collectives.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "winnow/mpi/driver.hpp"
#include "winnow/mpi/session.hpp"

namespace {

using namespace winnow;

class NullSource final : public farm::Source {
 public:
  explicit NullSource(std::uint64_t tasks) : left_(tasks) {}

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
    for (; credits > 0 && left_ > 0; --credits, --left_) {
      farm::Task task;
      task.size = base::Bytes{1500};
      task.payload =
          "reports/MyScenario_Epidemic_seed1_buf2M_MessageStatsReport.txt";  // as long as a usual path
      tasks.push_back(std::move(task));
    }
    return left_ > 0 ? State::more : State::finished;
  }

 private:
  std::uint64_t left_;
};

class NullKernel final : public farm::Kernel {
 public:
  explicit NullKernel(base::Seconds task_time) : task_time_(task_time) {}

  base::Result<farm::TaskEnd> run(const farm::Task& /*task*/) override {
    if (task_time_.count > 0) std::this_thread::sleep_for(std::chrono::duration<double>(task_time_.count));
    return {};
  }
  void take(base::Buffer& partial) override { partial.resize(partial.size() + 64); }

 private:
  base::Seconds task_time_;
};

class NullSink final : public farm::Sink {
 public:
  void fold(std::span<const std::byte> /*partial*/, std::span<const farm::Task> /*done*/,
            std::span<const std::uint64_t> /*revisions*/) override {}
  void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}
};

class NullJob final : public farm::Job {
 public:
  NullJob(std::uint64_t tasks, base::Seconds task_time) : tasks_(tasks), task_time_(task_time) {}
  [[nodiscard]] std::string_view name() const override { return "null"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<NullSource>(tasks_); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<NullKernel>(task_time_); }
  farm::Sink& sink() override { return sink_; }

 private:
  std::uint64_t tasks_;
  base::Seconds task_time_;
  NullSink sink_;
};

/// Processor time that the calling thread has taken.
base::Seconds thread_time() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return base::Seconds{seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

}  // namespace

int main(int argc, char** argv) {
  mpi::Session session(argc, argv);
  const std::uint64_t tasks = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  NullJob job(tasks, base::Seconds{argc > 3 ? std::strtod(argv[3], nullptr) : 0});
  farm::Node node;
  for (int rank = 0; rank < session.everyone().size(); ++rank) node.ranks.push_back(rank);
  farm::FarmOptions options;
  options.batch = argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 0;
  const base::SteadyClock clock;
  const watch::MemorySampler memory;
  const std::atomic<bool> never{false};
  const auto started = clock.now();
  const auto busy = thread_time();
  const auto end = mpi::run_farm({
      .communicator = session.everyone(),
      .setup = std::make_shared<const farm::Setup>(farm::Setup{farm::Layout({node}), options, job.queues()}),
      .job = job,
      .clock = clock,
      .memory = memory,
      .stop_requested = never,
      .settle = [](std::uint32_t) {},
  });
  const double seconds = (clock.now() - started).count;
  const double share = boost::mpi::all_reduce(session.everyone(), (thread_time() - busy).count / seconds,
                                              boost::mpi::maximum<double>());
  if (session.everyone().rank() == 0) {
    fmt::print(
        "{{\"ranks\": {}, \"tasks\": {}, \"seconds\": {:.4f}, \"us_per_task\": {:.4f}, \"messages\": {}, "
        "\"main_thread_share\": {:.5f}}}\n",
        session.everyone().size(), tasks, seconds, seconds * 1e6 / static_cast<double>(tasks),
        end.traffic.messages, share);
  }
  return session.end(0);
}
