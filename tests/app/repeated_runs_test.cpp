// Runs of a study in one process, one after the other: what the first ones take is all that they take.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

#include "app/reduce/reduce_run.hpp"
#include "app/run/order_sharing.hpp"
#include "app/run/study_run.hpp"
#include "app/run/workload.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/mpi/cluster.hpp"
#include "winnow/mpi/session.hpp"
#include "winnow/mpi/team.hpp"
#include "winnow/watch/free_memory.hpp"
#include "winnow/watch/process_sampler.hpp"
#include "winnow/watch/profiler.hpp"

namespace winnow::app {
namespace {

constexpr int runs_of_warm_up = 20;
constexpr int runs_that_are_compared = 5;
constexpr double bound = 1e6;  // bytes

constexpr std::string_view study_text = R"([reduce]
files = "data/*.txt"
name = "run_{kind}_seed{seed:int}.txt"
group_by = [["kind"]]
statistics = ["count", "mean", "std", "median", "p95"]
[resources]
learned = "none"
)";

/// How many runs follow the warm-up.
int wanted_runs() {
  const char* const wanted = std::getenv("WINNOW_SOAK_RUNS");
  return wanted != nullptr ? std::atoi(wanted) : 30;
}

void write_campaign(const test::TemporaryFolder& folder) {
  for (int seed = 0; seed < 300; ++seed) {
    std::string report = "title\n";
    for (int metric = 0; metric < 20; ++metric) {
      report += fmt::format("metric_{}: {}\n", metric, 1.0 / (seed + metric + 1));
    }
    folder.write(fmt::format("data/run_{}_seed{}.txt", seed % 7, seed), report);
  }
  folder.write("study.toml", study_text);
}

/// The least that the last runs left: what one of them had for a moment only is not in all of them.
double floor_of(std::span<const double> after) {
  return std::ranges::min(after.last(std::min<std::size_t>(after.size(), runs_that_are_compared)));
}

/// A session whose ranks run the same study again and again.
class RepeatedRuns : public testing::Test {
 protected:
  RepeatedRuns() {
    if (session_.everyone().rank() == 0) {
      folder_.emplace();
      write_campaign(*folder_);
      command_.study.file = folder_->path() / "study.toml";
    }
    command_.overwrite = true;
    command_.quiet = true;
  }

  base::ExitStatus reduce() {
    std::optional<RunLock> lock;
    const auto order = share_order(command_, lock, everyone_, log_);
    watch::Profiler profiler(0);
    base::HeldMemory held;
    Setting setting{order, command_, "", {}, *cluster_, {}, &profiler, held};
    setting.plan = base::value_or_throw(
        plan::solve(setting.cluster, order.study.resources(), workload_of(order.study, "reduce")));
    auto job = std::make_shared<ReduceRun>(setting, session_.everyone().rank(), log_);
    return StudyRun(setting, std::move(job), ++channel_, session_, clock_, log_, nullptr).run().status;
  }

  /// Without what the allocator keeps for later, which depends on how the threads met.
  [[nodiscard]] double resident() {
    watch::return_free_memory();
    watch::Sample sample;
    sampler_.take(sample);
    return sample[watch::Quantity::resident].value_or(0);
  }

  int argc_ = 0;
  char** argv_ = nullptr;
  base::StderrLog log_;
  mpi::Session session_{argc_, argv_, log_};
  mpi::MpiTeam everyone_{session_.everyone()};
  base::Result<cluster::Cluster> cluster_ =
      mpi::find_cluster(session_.everyone(), cluster::Environment::of_this_process());
  base::SteadyClock clock_;
  watch::ProcessSampler sampler_;
  std::optional<test::TemporaryFolder> folder_;
  RunCommand command_;
  int channel_ = 0;
};

TEST_F(RepeatedRuns, of_a_reduction_leave_nothing_behind_in_memory) {
  const auto run = [&](int count) {
    std::vector<double> after;
    for (int i = 0; i < count; ++i) {
      EXPECT_EQ(reduce(), base::ExitStatus::done);
      after.push_back(resident());
    }
    return after;
  };
  const auto warm = run(runs_of_warm_up);
  const auto later = run(wanted_runs());
  const auto growth = floor_of(later) - floor_of(warm);
  RecordProperty("growth", std::to_string(growth));
  EXPECT_LT(growth, bound) << "after " << later.size() << " runs more";
}

}  // namespace
}  // namespace winnow::app
