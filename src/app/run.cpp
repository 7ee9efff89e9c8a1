#include "app/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "app/checkpoint.hpp"
#include "app/common_failure.hpp"
#include "app/console.hpp"
#include "app/queue_tasks.hpp"
#include "app/reduce_job.hpp"
#include "app/reduce_report.hpp"
#include "app/run_order.hpp"
#include "app/run_tables.hpp"
#include "app/say_lines.hpp"
#include "app/standing_result.hpp"
#include "app/stop_signal.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/cluster/binding.hpp"
#include "winnow/mpi/cluster.hpp"
#include "winnow/mpi/driver.hpp"
#include "winnow/mpi/session.hpp"
#include "winnow/mpi/team.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/store/result_writer.hpp"
#include "winnow/watch/memory_sampler.hpp"

namespace winnow::app {
namespace {

/// Everything a rank knows of its run before the farm starts.
struct Setting {
  RunOrder order;
  cluster::Cluster cluster;
  plan::Plan plan;
  std::string command;
};

/// What the farm needs to know alike on all ranks.
std::shared_ptr<const farm::Setup> farm_setup(const Setting& setting, const reduce::Reduction& job) {
  std::vector<farm::Node> nodes;
  for (std::size_t i = 0; i < setting.cluster.nodes.size(); ++i) {
    farm::Node node;
    for (const auto& rank : setting.cluster.nodes[i].ranks) node.ranks.push_back(rank.rank);
    const auto budget = setting.plan.nodes[i].budget;
    const auto base = setting.plan.model.base;
    if (!budget.is_unlimited()) node.budget = budget > base ? budget - base : base::Bytes{};
    nodes.push_back(std::move(node));
  }
  const auto& wanted = setting.order.study.farm();
  farm::FarmOptions options;
  options.heartbeat = wanted.heartbeat;
  options.timeout = wanted.timeout.value_or(base::Seconds::never());
  options.max_retries = static_cast<std::uint16_t>(wanted.max_retries);
  options.batch = wanted.batch.value_or(0);
  options.prefetch = wanted.prefetch;
  // A streaming reader holds one piece, however large the file: the file's size costs no memory.
  options.gamma = 0;
  options.overhead =
      plan::file_peak(setting.plan.model, format_of(setting.order.study).piece) - setting.plan.model.base;
  return std::make_shared<const farm::Setup>(
      farm::Setup{farm::Layout(std::move(nodes)), options, job.queues()});
}

/// What the groups of a node's leader and of each of its kernels may take.
struct GroupMemory {
  base::Bytes sink;
  base::Bytes kernel;
};

/// What the plan leaves of a node's budget: half of it is for the groups that its leader folds, a quarter for
/// those of the kernels, and as much for these on their way to the leader. A few groups fit where the study
/// wants more workers than the budget allows, too.
GroupMemory left_for_groups(const plan::NodePlan& node) {
  if (node.budget.is_unlimited()) return {node.budget, node.budget};
  const auto left = node.budget - std::min(node.budget, node.predicted_peak);
  return {std::max(base::Bytes{left.count / 2}, base::mebibytes(16)),
          std::max(base::Bytes{left.count / 4 / std::max(1U, node.workers)}, base::mebibytes(16))};
}

/// This rank's index among those of its node.
std::size_t index_on_node(const cluster::Node& node, int rank) {
  const auto at = std::find_if(node.ranks.begin(), node.ranks.end(),
                               [&](const auto& other) { return other.rank == rank; });
  return static_cast<std::size_t>(at - node.ranks.begin());
}

/// How this rank's kernel threads bind themselves.
std::function<void(std::uint32_t)> settler(const cluster::Node& node, const plan::NodePlan& plan,
                                           std::size_t index, base::Log& log) {
  auto places = cluster::place_kernels(node, plan.kernels, cluster::Placement::spread)[index];
  return [places = std::move(places), &node, &log](std::uint32_t slot) {
    const auto bound = cluster::bind_this_thread(node.facts.topology, places[slot].pus);
    if (!bound) log.warning(bound.error().text());
  };
}

void say_warnings(const plan::Plan& plan, base::Log& log) {
  for (const auto& warning : plan.warnings) log.warning(warning.text());
}

/// \collective The highest memory that each node's ranks have taken, each rank's own peaks added up.
std::vector<base::Bytes> node_peaks(base::Team& team, const std::vector<int>& alive,
                                    const cluster::Cluster& cluster, const watch::MemorySampler& sampler) {
  const auto mine = sampler.process().value_or(watch::ProcessMemory{}).peak_resident;
  const auto all = team.gather_all(mine.count);
  std::vector<base::Bytes> peaks(cluster.nodes.size());
  for (std::size_t i = 0; i < all.size(); ++i) peaks[cluster.node_of(alive[i])] += base::Bytes{all[i]};
  return peaks;
}

report::Summary summary_of(const Setting& setting, const reduce::Outcome& outcome, const RunFacts& facts) {
  report::Summary summary;
  summary.title =
      setting.order.study.title().empty() ? setting.order.study.name() : setting.order.study.title();
  tell_totals(outcome.totals, setting.order.study, summary);
  for (const auto& table : outcome.tables) {
    if (!table->shape().path.starts_with("reduce/")) continue;
    summary.groups += table->shape().rows;
    if (summary.next_command.empty()) {
      summary.next_command =
          fmt::format("winnow show {} {}", setting.order.output.string(), table->shape().path);
    }
  }
  summary.elapsed = facts.elapsed;
  summary.ranks = setting.cluster.ranks();
  for (std::size_t i = 0; i < setting.plan.nodes.size(); ++i) {
    const auto& node = setting.plan.nodes[i];
    summary.nodes.push_back({node.hostname, node.workers, node.predicted_peak, facts.peaks[i], node.limit});
  }
  for (const auto& queue : facts.queues) summary.quarantined_count += queue.quarantined;
  summary.queues = facts.queues;
  summary.result = setting.order.output.string();
  return summary;
}

/// A run on this rank, from the farm to the written result.
class StudyRun {
 public:
  StudyRun(Setting setting, const RunCommand& command, mpi::Session& session, const base::Clock& clock,
           base::Log& log)
      : setting_(std::move(setting)),
        command_(command),
        session_(session),
        clock_(clock),
        log_(log),
        started_(base::utc_now()),
        job_(make_reduction(setting_.order.study, setting_.order.scratch_folder)),
        checkpoint_(setting_.order, session_.everyone().rank(), log_),
        console_(command, setting_.plan, job_->queues(), clock) {
    const auto node = setting_.cluster.node_of(session.everyone().rank());
    const auto memory = left_for_groups(setting_.plan.nodes[node]);
    job_->limit_groups(memory.sink, memory.kernel);
  }

  base::ExitStatus run() {
    begin();
    auto end = farm_out();
    if (end.left) leave(end.reason);
    if (is_root()) console_.finish_progress(end.queues);
    return end.ending == farm::Ending::complete ? conclude(end) : break_off(end);
  }

 private:
  [[nodiscard]] bool is_root() const { return session_.everyone().rank() == 0; }

  /// \collective
  void begin() {
    mpi::MpiTeam everyone(session_.everyone());
    if (!command_.resume) return checkpoint_.start_over(everyone, *job_);
    checkpoint_.resume(
        everyone, *job_,
        [this] { return make_reduction(setting_.order.study, setting_.order.scratch_folder); },
        command_.quiet);
  }

  mpi::FarmEnd farm_out() {
    const auto rank = session_.everyone().rank();
    const auto node = setting_.cluster.node_of(rank);
    const auto index = index_on_node(setting_.cluster.nodes[node], rank);
    std::optional<farm::FileLedger> ledger;
    if (is_root() && setting_.cluster.nodes.size() > 1) {
      ledger.emplace(base::value_or_throw(farm::FileLedger::create(setting_.order.scratch_folder)));
    }
    const StopSignal stop;
    return mpi::run_farm({
        .communicator = session_.everyone(),
        .setup = farm_setup(setting_, *job_),
        .slots = setting_.plan.nodes[node].kernels[index],
        .job = checkpoint_.job(),
        .ledger = ledger ? &*ledger : nullptr,
        .clock = clock_,
        .memory = sampler_,
        .stop_requested = stop.stop_requested(),
        .settle = settler(setting_.cluster.nodes[node], setting_.plan.nodes[node], index, log_),
        .observe = [this](const farm::FarmStatus& status) { console_.observe(status); },
    });
  }

  /// \collective over the ranks that are left, on which it gives a communicator.
  boost::mpi::communicator rally(const mpi::FarmEnd& end) {
    const auto everyone = session_.everyone().size();
    const auto lost = everyone - static_cast<int>(end.alive.size());
    if (lost == 0) return session_.everyone();
    session_.forgo_finalising();
    if (is_root()) {
      log_.warning(fmt::format("{} of {} ranks were lost; the others took over their work", lost, everyone));
    }
    return session_.survivors(end.alive);
  }

  /// The ranks that are left end together, without a result.
  base::ExitStatus break_off(const mpi::FarmEnd& end) {
    const bool saved = checkpoint_.save();
    const std::string again = saved ? "with --resume to go on" : "to start over";
    mpi::MpiTeam team(rally(end));
    if (team.any(end.abandoned_kernels)) session_.forgo_finalising();
    refuse_rejection(team, saved);
    if (end.ending == farm::Ending::no_workers) {
      throw CommonFailure({"no worker is left",
                           "each was lost, or hung on a task",
                           "see the warnings above, and run it again " + again,
                           {}},
                          base::ExitStatus::internal_error, is_root());
    }
    if (is_root()) log_.warning("stopped early, as asked: no result was written; run it again " + again);
    return base::ExitStatus::stopped_early;
  }

  /// \collective Ends the run if something was rejected that is to end it. What rejected it is in no
  /// checkpoint: a run that goes on from there meets it again.
  void refuse_rejection(base::Team& team, bool saved) {
    auto error = job_->first_rejection(team);
    if (!error) return;
    if (saved) error->advice += "; --resume goes on with what was done";
    throw CommonFailure(*std::move(error), base::ExitStatus::bad_input, is_root());
  }

  /// The ranks that are left write the result together.
  base::ExitStatus conclude(const mpi::FarmEnd& end) {
    checkpoint_.save_soon();
    const auto alive = rally(end);
    mpi::MpiTeam team(alive);
    refuse_rejection(team, false);
    auto outcome = job_->finish(team);
    alike(is_root(), [&] {
      refuse_no_files(setting_.order.study, outcome.totals.inputs);
      refuse_unseen(setting_.order.study, outcome.totals.unseen);
    });
    RunFacts facts{setting_.cluster,
                   setting_.plan,
                   end.workers,
                   is_root() ? tasks_of(job_->queues(), end.queues) : std::vector<report::QueueTasks>{},
                   {},
                   setting_.command,
                   started_,
                   clock_.now(),
                   outcome.totals.inputs.fingerprint()};
    write(outcome, alive, facts,
          [&] { facts.peaks = node_peaks(team, end.alive, setting_.cluster, sampler_); });
    checkpoint_.remove(team);
    if (is_root()) console_.summarize(summary_of(setting_, outcome, facts));
    return too_many_rejected(outcome.totals) ? base::ExitStatus::too_many_rejected : base::ExitStatus::done;
  }

  /// `weigh` is collective and fills in what is known only when all but the last tables are written.
  void write(const reduce::Outcome& outcome, MPI_Comm communicator, const RunFacts& facts,
             const std::function<void()>& weigh) {
    std::vector<base::TableSource*> tables;
    for (const auto& table : outcome.tables) tables.push_back(table.get());
    store::ResultOptions options;
    options.overwrite = command_.overwrite;
    const auto& compression = setting_.order.study.result().compression;
    if (compression.has_value()) options.compression = static_cast<int>(compression.value());
    options.attributes = {{"title", setting_.order.study.title()}, {"Conventions", std::string("CF-1.8")}};
    options.replaced = {"reduce", "runs", "rejected", "account"};
    options.groups = {
        {std::string(origin::study_group),
         {{std::string(origin::effective_study), setting_.order.study.effective_toml()},
          {std::string(origin::answer), setting_.order.study.answer_toml()}}},
        {std::string(origin::provenance_group), provenance(facts)},
        {"account", account_attributes(outcome.totals)},
    };
    options.epilogue = [&] {
      weigh();
      return run_tables(facts);
    };
    const auto written = store::write_result(setting_.order.output, communicator, tables, options);
    if (written) return;
    session_.forgo_finalising();  // HDF5 may still hold the file
    throw CommonFailure(written.error(), base::ExitStatus::bad_input, is_root());
  }

  [[nodiscard]] bool too_many_rejected(const reduce::Totals& totals) const {
    const auto rejected = static_cast<double>(totals.rejections());
    const auto records = rejected + static_cast<double>(totals.tally.accepted.lines);
    return rejected > records * setting_.order.study.reduce()->max_rejected.of_one;
  }

  /// Ends a rank that the others go on without.
  [[noreturn]] void leave(const std::string& reason) {
    checkpoint_.save();
    log_.error(fmt::format("rank {} leaves the run: {}", session_.everyone().rank(), reason));
    std::fflush(nullptr);
    std::_Exit(static_cast<int>(base::ExitStatus::internal_error));
  }

  Setting setting_;
  const RunCommand& command_;
  mpi::Session& session_;
  const base::Clock& clock_;
  base::Log& log_;
  std::string started_;
  watch::MemorySampler sampler_;
  std::unique_ptr<reduce::Reduction> job_;
  Checkpoint checkpoint_;
  Console console_;
};

Setting settle(RunOrder order, std::string command, const mpi::Session& session, bool is_root) {
  auto cluster =
      base::value_or_throw(mpi::find_cluster(session.everyone(), cluster::Environment::of_this_process()));
  auto plan = alike(is_root, [&] {
    return base::value_or_throw(plan::solve(cluster, order.study.resources(), workload_of(order.study)));
  });
  return {std::move(order), std::move(cluster), std::move(plan), std::move(command)};
}

base::ExitStatus run(const RunCommand& command, const std::string& words, mpi::Session& session,
                     const base::Clock& clock, base::Log& log) {
  mpi::MpiTeam everyone(session.everyone());
  const bool is_root = everyone.rank() == 0;
  auto order = share_order(command, everyone, log);
  if (order.stands) {
    if (is_root) {
      store::CheckpointFolder(order.checkpoint).remove();  // of a run that was killed when it was done
      fmt::print("{} stands: the same study and inputs made it. --overwrite makes it again.\n",
                 order.output.string());
    }
    return base::ExitStatus::done;
  }
  auto setting = settle(std::move(order), words, session, is_root);
  if (is_root) say_warnings(setting.plan, log);
  return StudyRun(std::move(setting), command, session, clock, log).run();
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

int run_on_ranks(const RunCommand& command, int argc, char** argv, base::Log& log) {
  const base::SteadyClock clock;
  const std::string words = fmt::format("{}", fmt::join(argv, argv + argc, " "));
  mpi::Session session(argc, argv);
  try {
    return session.end(static_cast<int>(run(command, words, session, clock, log)));
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
