#include "app/run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "app/common_failure.hpp"
#include "app/job/standing_result.hpp"
#include "app/optimize/optimize_run.hpp"
#include "app/reduce/reduce_run.hpp"
#include "app/run/order_sharing.hpp"
#include "app/run/run_lock.hpp"
#include "app/run/run_log.hpp"
#include "app/run/stop_signal.hpp"
#include "app/run/study_run.hpp"
#include "app/run/workload.hpp"
#include "app/say_lines.hpp"
#include "app/study_loading.hpp"
#include "app/watch/metrics_outlets.hpp"
#include "app/watch/run_trace.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/reclaimer.hpp"
#include "winnow/mpi/cluster.hpp"
#include "winnow/mpi/session.hpp"
#include "winnow/mpi/team.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/store/checkpoint_folder.hpp"
#include "winnow/watch/process_sampler.hpp"
#include "winnow/watch/profiler.hpp"
#include "winnow/watch/thread_allocations.hpp"

namespace winnow::app {
namespace {

/// What a run works with, on this rank.
struct Surroundings {
  const RunCommand& command;
  std::string words;  ///< of the command line
  mpi::Session& session;
  const base::Clock& clock;
  RunLog& log;
  program::Spawner* spawner;                 ///< null where none was started
  std::optional<watch::Profiler>& profiler;  ///< made when it is known whether one is wanted
  base::Reclaimer& reclaimer;
  base::HeldMemory& held;
};

Setting settle(const RunOrder& order, std::size_t job, const Surroundings& with, bool is_root) {
  auto cluster = base::value_or_throw(
      mpi::find_cluster(with.session.everyone(), cluster::Environment::of_this_process()));
  auto workload = workload_of(order.study, order.jobs, job);
  workload.learned = order.learned[job];
  auto plan = alike(
      is_root, [&] { return base::value_or_throw(plan::solve(cluster, order.study.resources(), workload)); });
  return {order,
          with.command,
          with.words,
          {},
          std::move(cluster),
          std::move(plan),
          with.profiler ? &*with.profiler : nullptr,
          with.held};
}

std::shared_ptr<StudyJob> make_job(const std::string& name, const Setting& setting,
                                   const Surroundings& with) {
  const auto rank = with.session.everyone().rank();
  if (name == "optimize") {
    return std::make_shared<OptimizeRun>(setting, rank, with.spawner, with.clock, with.log);
  }
  assert(name == "reduce");
  return std::make_shared<ReduceRun>(setting, rank, with.log);
}

JobEnd run_job(std::size_t index, const RunOrder& order, const Surroundings& with, JobEnd before,
               MetricsFeed* metrics) {
  const bool is_root = with.session.everyone().rank() == 0;
  auto setting = settle(order, index, with, is_root);
  setting.made_of = std::move(before.made_of);
  setting.metrics = metrics;
  setting.reclaimer = &with.reclaimer;
  if (index > 0) watch::forget_peak();
  if (is_root) {
    for (const auto& warning : setting.plan.warnings) with.log.warning(warning.text());
  }
  return StudyRun(setting, make_job(order.jobs[index], setting, with), static_cast<int>(index) + 1,
                  with.session, with.clock, with.log, with.spawner, std::move(before.alerts))
      .run();
}

/// \collective Says from here on what the study wants to be told, and keeps it where the study says.
void set_up_log(const study::Study& study, bool is_quiet, base::Team& team, RunLog& log) {
  const auto& watch = study.watch();
  log.pass_on(is_quiet ? std::max(watch.messages, base::Level::warning) : watch.messages);
  if (watch.log.is_word()) return;
  const auto path = study.folder() / watch.log.value();
  const auto author = fmt::format("rank {}", team.rank());
  on_root(team, [&] { value_of_key(log.keep(path, author), study, "watch.log"); });
  if (team.rank() == 0) return;
  if (const auto kept = log.keep(path, author); !kept) log.warning(kept.error().text());
}

base::ExitStatus run(const Surroundings& with) {
  mpi::MpiTeam everyone(with.session.everyone());
  std::optional<RunLock> lock;
  const auto order = share_order(with.command, lock, everyone, with.log);
  set_up_log(order.study, with.command.quiet, everyone, with.log);
  if (order.jobs.empty()) {
    if (everyone.rank() == 0) {
      store::CheckpointFolder(order.checkpoint).remove();  // of a run that was killed when it was done
      fmt::print("{} stands: the same study and inputs made it. --overwrite makes it again.\n",
                 order.output.string());
    }
    return base::ExitStatus::done;
  }
  if (order.study.watch().operations || !with.command.trace.empty()) {
    with.profiler.emplace(with.command.trace.empty() ? 0 : timeline_events(everyone.size()));
    with.profiler->name_thread("main");
  }
  std::optional<MetricsOutlets> outlets;
  if (MetricsOutlets::are_wanted(order.study)) {
    on_root(everyone, [&] { outlets.emplace(order.study, with.clock, with.log); });
  }
  auto* const metrics = outlets ? &outlets->feed() : nullptr;
  auto worst = base::ExitStatus::done;
  JobEnd end;
  if (!order.inputs.empty()) end.made_of.push_back({std::string(origin::inputs), order.inputs});
  if (!order.objectives.empty()) end.made_of.push_back({std::string(origin::objectives), order.objectives});
  for (std::size_t i = 0; i < order.jobs.size(); ++i) {
    end = run_job(i, order, with, std::move(end), metrics);
    if (end.status != base::ExitStatus::done) worst = end.status;
    if (!end.may_go_on) break;
  }
  return worst;
}

/// Whether the study may have programs to run, as objectives or when there is an alert. What runs them must
/// be there before MPI is, and so before rank 0 has read the study: a look at its text must do.
bool may_run_programs(const RunCommand& command) {
  std::vector<std::string_view> words{"command"};
  if (command.job != "reduce") words.insert(words.end(), {"program", "isolate"});
  const auto has_word = [&words](std::string_view text) {
    return std::ranges::any_of(words,
                               [text](auto word) { return text.find(word) != std::string_view::npos; });
  };
  const auto text = base::read_file(command.study.file);
  return std::getenv("WINNOW_WATCH_ALERTS_COMMAND") != nullptr ||
         std::ranges::any_of(command.study.sets, has_word) || (text && has_word(*text));
}

/// This rank has failed alone: the others would wait for it.
[[noreturn]] void abort(const mpi::Session& session, const std::string& text, base::ExitStatus status,
                        base::Log& log) {
  log.error(fmt::format("rank {}: {}", session.everyone().rank(), text));
  std::fflush(nullptr);
  session.everyone().abort(static_cast<int>(status));
  std::_Exit(static_cast<int>(status));
}

}  // namespace

int run_on_ranks(const RunCommand& command, int argc, char** argv, base::Log& screen) {
  const StopSignal stop;  // first of all: a rank that a signal ended while MPI starts would be waited for
  RunLog log(screen, command.quiet ? base::Level::warning : base::Level::info);
  const base::SteadyClock clock;
  // These outlive all threads, those that were given up as well.
  std::optional<watch::Profiler> profiler;
  base::Reclaimer reclaimer([] { return watch::thread_allocations().held(); });
  base::HeldMemory held;
  std::string words = fmt::format("{}", fmt::join(argv, argv + argc, " "));
  const auto spawner = may_run_programs(command) ? base::value_or_throw(program::Spawner::start()) : nullptr;
  mpi::Session session(argc, argv, log);
  try {
    return session.end(static_cast<int>(
        run({command, std::move(words), session, clock, log, spawner.get(), profiler, reclaimer, held})));
  } catch (const CommonFailure& failure) {
    if (failure.spoken()) say_lines(log, failure.what());
    return session.end(static_cast<int>(failure.status()));
  } catch (const base::Failure& failure) {
    abort(session, failure.what(), failure.status(), log);
  } catch (const std::exception& defect) {
    abort(session, defect.what(), base::ExitStatus::internal_error, log);
  }
}

}  // namespace winnow::app
