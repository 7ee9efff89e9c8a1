// What the farm costs: a job whose tasks do nothing, sleep or compute, on as many ranks as it is started
// with. usage: mpirun -n RANKS farm_benchmark TASKS [BATCH [TASK_SECONDS [GENERATION]]] Prints one JSON
// object; BATCH 0: chosen by the farm. `main_thread_share` is processor time over time, of the busiest rank's
// main thread: where tasks sleep, what an idle one takes. With GENERATION the job listens: so many tasks come
// when all before are told, and a task takes TASK_SECONDS of processor time.

#include <fmt/format.h>
#include <atomic>
#include <boost/mpi/collectives.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <thread>

#include "winnow/base/log.hpp"
#include "winnow/mpi/driver.hpp"
#include "winnow/mpi/session.hpp"

namespace {

using namespace winnow;

struct Load {
  std::uint64_t tasks;
  base::Seconds task_time;
  std::uint64_t generation;  ///< 0: all tasks come at once
};

class NullSource final : public farm::Source {
 public:
  explicit NullSource(const Load& load)
      : generation_(load.generation),
        left_(load.tasks),
        left_now_(load.generation > 0 ? load.generation : load.tasks) {}

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
    for (; credits > 0 && left_ > 0 && left_now_ > 0; --credits, --left_, --left_now_) {
      farm::Task task;
      task.size = base::Bytes{1500};
      task.payload =
          "reports/MyScenario_Epidemic_seed1_buf2M_MessageStatsReport.txt";  // as long as a usual path
      tasks.push_back(std::move(task));
    }
    if (left_ == 0) return State::finished;
    return left_now_ > 0 ? State::more : State::waiting;
  }

  void tell(const farm::Task& /*task*/, farm::TaskResult&& /*result*/) override {
    if (++told_ < generation_) return;
    told_ = 0;
    left_now_ = generation_;
  }

 private:
  std::uint64_t generation_;
  std::uint64_t left_;
  std::uint64_t left_now_;
  std::uint64_t told_ = 0;
};

/// Processor time that the calling thread has taken.
base::Seconds thread_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return base::Seconds{static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec)};
}

class NullKernel final : public farm::Kernel {
 public:
  explicit NullKernel(const Load& load) : load_(load) {}

  base::Result<farm::TaskEnd> run(const farm::Task& /*task*/) override {
    if (load_.generation > 0) return compute();
    const auto seconds = load_.task_time.count;
    if (seconds > 0) std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    return {};
  }
  void take(base::Buffer& partial) override {
    if (load_.generation == 0) partial.resize(partial.size() + 64);
  }

 private:
  farm::TaskEnd compute() const {
    const auto end = thread_time() + load_.task_time;
    while (load_.task_time.count > 0 && thread_time() < end) {
    }
    return {.answer = "12345678"};  // as long as a number
  }

  const Load& load_;
};

class NullSink final : public farm::Sink {
 public:
  void fold(std::span<const std::byte> /*partial*/, std::span<const farm::Task> /*done*/,
            std::span<const std::uint64_t> /*revisions*/) override {}
  void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}
};

class NullJob final : public farm::Job {
 public:
  explicit NullJob(const Load& load) : load_(load) {}
  [[nodiscard]] std::string_view name() const override { return "null"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<NullSource>(load_); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<NullKernel>(load_); }
  [[nodiscard]] bool listens() const override { return load_.generation > 0; }
  farm::Sink& sink() override { return sink_; }

 private:
  const Load& load_;
  NullSink sink_;
};

}  // namespace

int main(int argc, char** argv) {
  base::StderrLog log;
  mpi::Session session(argc, argv, log);
  const Load load{.tasks = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000,
                  .task_time = base::Seconds{argc > 3 ? std::strtod(argv[3], nullptr) : 0},
                  .generation = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 0};
  NullJob job(load);
  farm::Node node;
  for (int rank = 0; rank < session.everyone().size(); ++rank) node.ranks.push_back(rank);
  farm::FarmOptions options;
  options.batch = argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 0;
  const base::SteadyClock clock;
  watch::Sampler sampler({}, clock);
  const std::atomic<bool> never{false};
  const auto started = clock.now();
  const auto busy = thread_time();
  const auto end = mpi::run_farm({
      .communicator = session.everyone(),
      .setup = std::make_shared<const farm::Setup>(farm::Setup{farm::Layout({node}), options, job.queues()}),
      .job = job,
      .clock = clock,
      .sampler = sampler,
      .stop_requested = never,
      .settle = [](std::uint32_t) {},
  });
  const double seconds = (clock.now() - started).count;
  const double share = boost::mpi::all_reduce(session.everyone(), (thread_time() - busy).count / seconds,
                                              boost::mpi::maximum<double>());
  if (session.everyone().rank() == 0) {
    fmt::print(
        "{{\"ranks\": {}, \"tasks\": {}, \"generation\": {}, \"seconds\": {:.4f}, \"us_per_task\": {:.4f}, "
        "\"messages\": {}, \"main_thread_share\": {:.5f}}}\n",
        session.everyone().size(), load.tasks, load.generation, seconds,
        seconds * 1e6 / static_cast<double>(load.tasks), end.traffic.messages, share);
  }
  return session.end(0);
}
