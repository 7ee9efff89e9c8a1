// What the farm costs per task: a job whose tasks do nothing, on as many ranks as it is started with.
// usage: mpirun -n RANKS farm_benchmark TASKS BATCH      prints one JSON object; BATCH 0: chosen by the farm

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>

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
      task.payload = "reports/MyScenario_Epidemic_seed1_buf2M_MessageStatsReport.txt";  // as long as a usual path
      tasks.push_back(std::move(task));
    }
    return left_ > 0 ? State::more : State::finished;
  }

 private:
  std::uint64_t left_;
};

class NullKernel final : public farm::Kernel {
 public:
  base::Result<void> run(const farm::Task& /*task*/) override { return {}; }
  void take(base::Buffer& partial) override { partial.resize(partial.size() + 64); }
};

class NullSink final : public farm::Sink {
 public:
  void fold(std::span<const std::byte> /*partial*/) override {}
  void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}
};

class NullJob final : public farm::Job {
 public:
  explicit NullJob(std::uint64_t tasks) : tasks_(tasks) {}
  [[nodiscard]] std::string_view name() const override { return "null"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<NullSource>(tasks_); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<NullKernel>(); }
  farm::Sink& sink() override { return sink_; }

 private:
  std::uint64_t tasks_;
  NullSink sink_;
};

}  // namespace

int main(int argc, char** argv) {
  mpi::Session session(argc, argv);
  const std::uint64_t tasks = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  NullJob job(tasks);
  farm::Node node;
  for (int rank = 0; rank < session.everyone().size(); ++rank) node.ranks.push_back(rank);
  farm::FarmOptions options;
  options.batch = argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 0;
  const base::SteadyClock clock;
  const watch::MemorySampler memory;
  const std::atomic<bool> never{false};
  const auto end = mpi::run_farm({
      .communicator = session.everyone(),
      .setup = std::make_shared<const farm::Setup>(farm::Setup{farm::Layout({node}), options, job.queues()}),
      .job = job,
      .clock = clock,
      .memory = memory,
      .stop_requested = never,
      .settle = [](std::uint32_t) {},
  });
  const double seconds = clock.now().count;
  if (session.everyone().rank() == 0) {
    fmt::print("{{\"ranks\": {}, \"tasks\": {}, \"seconds\": {:.4f}, \"us_per_task\": {:.4f}, \"messages\": {}}}\n",
               session.everyone().size(), tasks, seconds, seconds * 1e6 / static_cast<double>(tasks),
               end.traffic.messages);
  }
  return session.end(0);
}
