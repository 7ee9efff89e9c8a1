#include "app/run/study_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <cassert>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "app/common_failure.hpp"
#include "app/job/autoscaling.hpp"
#include "app/job/farm_wiring.hpp"
#include "app/job/queue_tasks.hpp"
#include "app/job/standing_result.hpp"
#include "app/run/rank_traffic.hpp"
#include "app/run/stop_signal.hpp"
#include "app/watch/alerts_table.hpp"
#include "app/watch/learning.hpp"
#include "app/watch/memory_tables.hpp"
#include "app/watch/metrics_outlets.hpp"
#include "app/watch/performance_table.hpp"
#include "app/watch/rank_note.hpp"
#include "app/watch/run_trace.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/base/text.hpp"
#include "winnow/store/result_writer.hpp"

namespace winnow::app {
namespace {

/// Of ranks that write: a disk keeps a thread waiting for longer than a farm would.
constexpr base::Seconds shortest_beat{0.1};

/// How old a sample may be that other ranks are told.
constexpr base::Seconds fresh_enough{1};

/// How long a rank may be late when the others rally: after the work, and where it saves a journal before.
constexpr base::Seconds patience_with_rally{30};
constexpr base::Seconds patience_with_saving{300};

/// The share of its work that a run may take from earlier ones, and yet show what memory all of it takes.
constexpr double most_taken = 0.05;

constexpr auto run_again = ": run it again with --resume, which takes up what was done before";
/// Says in an error what --resume goes on with.
void tell_of_resume(bool all_is_saved, base::Error& error) {
  error.advice += error.advice.empty() ? "" : "; ";
  error.advice += all_is_saved
                      ? "--resume goes on with what was done"
                      : "--resume goes on with what was written of the work, and does the rest again";
}

/// What this rank measures of itself, and, if it is the first of its node, of that.
watch::SamplerOptions sampler_options(const Setting& setting, int rank, const program::Spawner* spawner,
                                      std::function<void(const watch::Sample&)> seen) {
  const auto& wanted = setting.order.study.watch();
  watch::SamplerOptions options;
  options.interval = wanted.interval.is_word() ? std::nullopt : std::optional(wanted.interval.value());
  options.samples = wanted.samples;
  options.sees_node = setting.cluster.nodes[setting.cluster.node_of(rank)].ranks.front().rank == rank;
  if (spawner != nullptr) options.helper = spawner->helper();
  options.held = &setting.held;
  options.seen = std::move(seen);
  return options;
}

/// All ranks of a node but the first have their own sight of it, as samples tell of it there alone.
ReclaimWatch::Place reclaim_place(const Setting& setting, int rank) {
  const auto& node = setting.cluster.nodes[setting.cluster.node_of(rank)];
  ReclaimWatch::Place place{rank, node.facts.hostname, static_cast<std::uint32_t>(node.ranks.size()),
                            setting.node_of(rank).limit};
  if (node.ranks.front().rank != rank) place.sight = std::make_unique<watch::NodeSampler>();
  return place;
}

/// What a rank of so many took for writing the rows of the result and closing the file.
base::Seconds writing_time(const std::vector<watch::OperationStatistics>& operations, int ranks) {
  base::Seconds sum;
  for (const auto& one : operations) {
    const bool writes = one.name == base::operations::hdf5_write.name;
    if (writes || one.name == base::operations::hdf5_close.name) sum += one.total;
  }
  return sum * (1.0 / ranks);
}

/// To whatever end.
std::uint64_t tasks_done(const std::vector<farm::QueueStatus>& queues) {
  std::uint64_t sum = 0;
  for (const auto& queue : queues) sum += queue.done + queue.quarantined;
  return sum;
}

/// Alerts of the jobs before, and of this one.
RunAlerts after(RunAlerts earlier, RunAlerts own) {
  std::ranges::move(own.kept, std::back_inserter(earlier.kept));
  earlier.unkept += own.unkept;
  return earlier;
}

/// Without MPI, which would wait for who is lost.
[[noreturn]] void end_unwritten() {
  std::fflush(nullptr);
  std::_Exit(static_cast<int>(base::ExitStatus::unwritten));
}

}  // namespace

StudyRun::StudyRun(const Setting& setting, std::shared_ptr<StudyJob> job, int channel, mpi::Session& session,
                   const base::Clock& clock, base::Log& log, program::Spawner* spawner, RunAlerts earlier)
    : setting_(setting),
      shared_job_(std::move(job)),
      job_(*shared_job_),
      channel_(channel),
      session_(session),
      clock_(clock),
      log_(log),
      spawner_(spawner),
      started_(base::utc_now()),
      began_(channel == 1 ? base::Seconds{} : clock.now()),
      earlier_(std::move(earlier)),
      patrol_(setting, session.everyone().rank(), spawner, clock, log),
      reclaim_(setting.order.study.resources().reclaim, reclaim_place(setting, session.everyone().rank()),
               *setting.reclaimer, log),
      sampler_(sampler_options(setting, session.everyone().rank(), spawner,
                               [this](const watch::Sample& sample) {
                                 patrol_.sampled(sample, sampler_);
                                 reclaim_.sampled(sample);
                               }),
               clock) {
}

JobEnd StudyRun::run() {
  sampler_.start();
  mpi::MpiTeam everyone(session_.everyone());
  job_.begin(everyone, setting_.command.resume);
  Console console(setting_.command, setting_.order.study.watch().progress, setting_.plan, job_.job().queues(),
                  clock_, [this](report::Progress& progress) { job_.describe(progress); });
  std::optional<RunViewer> viewer;
  if (is_root()) viewer.emplace(setting_, job_, sampler_, patrol_, started_, began_, clock_, log_);
  auto end = farm_out(console, viewer);
  if (end.left) leave(end.reason);
  if (end.abandoned_kernels) spare_threads();
  work_ended_ = clock_.now();
  patrol_.work_ended(sampler_);
  if (is_root()) {
    console.finish_progress(end.queues);
    patrol_.ended(end.queues, end.workers, job_);
    viewer->finish(end.queues);
  }
  const bool has_result = end.ending == farm::Ending::complete ||
                          (end.ending == farm::Ending::stopped && job_.concludes_when_stopped());
  return has_result ? conclude(end, console, viewer) : break_off(end);
}

mpi::FarmEnd StudyRun::farm_out(Console& console, std::optional<RunViewer>& viewer) {
  const auto rank = session_.everyone().rank();
  const auto& node = setting_.cluster.nodes[setting_.cluster.node_of(rank)];
  const auto index = index_on_node(node, rank);
  std::optional<farm::FileLedger> ledger;
  if (is_root() && setting_.cluster.nodes.size() > 1) {
    ledger.emplace(base::value_or_throw(farm::FileLedger::create(setting_.order.scratch_folder)));
  }
  const auto& compress = setting_.order.study.farm().compress;
  return mpi::run_farm({
      .communicator = session_.everyone(),
      .channel = channel_,
      .setup = farm_setup(setting_, job_),
      .slots = setting_.node_of(rank).kernels[index],
      .job = job_.job(),
      .ledger = ledger ? &*ledger : nullptr,
      .clock = clock_,
      .sampler = sampler_,
      .stop_requested = StopSignal::stop_requested(),
      .settle = settler(node, setting_.node_of(rank), index, log_),
      .observe =
          [&](const farm::FarmStatus& status) {
            console.observe(status);
            patrol_.observed(status, job_);
            viewer->observe(status);
          },
      .weigh = [&](base::Bytes memory) { patrol_.weighed(memory); },
      .account = [&](const farm::WorkerRecord& work) { patrol_.worked(work); },
      .take_checkpoint_request = [&] { return viewer && viewer->take_checkpoint_request(); },
      .metric = autoscale_metric(setting_.order.study.farm().autoscale),
      .take_note = [&] { return take_note(); },
      .hear_note = [&](const mpi::Note& note) { hear(note, *viewer); },
      .cut_short =
          [&] {
            if (spawner_ != nullptr) spawner_->cancel_all();
          },
      .grace = job_.grace(),
      .profile = setting_.profiler,
      .compress_from = compress.has_value() ? std::optional(compress.value()) : std::nullopt,
  });
}

/// What a rank measures is told where a monitoring system wants it; of alerts people are told in any case.
base::Buffer StudyRun::take_note() {
  RankNote note{.alerts = patrol_.take_news(), .work = patrol_.take_work()};
  if (MetricsOutlets::are_wanted(setting_.order.study)) note.sample = sampler_.recent(fresh_enough);
  return encode(note);
}

void StudyRun::hear(const mpi::Note& words, RunViewer& viewer) {
  auto note = decode_rank_note(words.words);
  if (note.alerts) patrol_.heard(words.from, *std::move(note.alerts));
  if (note.sample) viewer.heard(words.from, *note.sample);
  if (note.work) patrol_.heard(*note.work);
}

/// Kernels that were given up go on with the job, for as long as the process lives.
void StudyRun::spare_threads() {
  static auto& kept = *new std::vector<std::shared_ptr<StudyJob>>;
  kept.push_back(shared_job_);
  session_.spare_threads();
}

/// \collective over the ranks that are left, on which it gives a communicator.
boost::mpi::communicator StudyRun::rally(const mpi::FarmEnd& end) {
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
JobEnd StudyRun::break_off(const mpi::FarmEnd& end) {
  const bool saved = job_.save();
  const std::string again = saved ? "with --resume to go on" : "to start over";
  auto watchdog = guard_rally(patience_with_saving);
  mpi::MpiTeam team(rally(end));
  watchdog.reset();
  trace(team);
  refuse(team, saved);
  if (end.ending == farm::Ending::no_workers) {
    throw CommonFailure({"no worker is left",
                         "each was lost, or hung on a task",
                         "see the warnings above, and run it again " + again + job_.advice_on_hanging(),
                         {}},
                        base::ExitStatus::internal_error, is_root());
  }
  if (is_root()) log_.warning("stopped early, as asked: no result was written; run it again " + again);
  return {.status = base::ExitStatus::stopped_early, .may_go_on = false};
}

/// \collective Writes the timeline of the run so far, if one is wanted. A trace that cannot be written costs
/// no result.
void StudyRun::trace(base::Team& team) {
  const auto& path = setting_.command.trace;
  if (path.empty() || setting_.profiler == nullptr) return;
  const auto rank = session_.everyone().rank();
  const auto& host = setting_.cluster.nodes[setting_.cluster.node_of(rank)].facts.hostname;
  const auto dropped = write_trace(path, team, rank, host, *setting_.profiler);
  if (!dropped) {
    log_.warning(dropped.error().text());
  } else if (*dropped > 0) {
    log_.info(fmt::format("{} leaves out the {} shortest events, for which there was no room", path.string(),
                          base::with_commas(*dropped)));
  }
}

/// \collective Ends the run if the job has met what is to end it. That is in no checkpoint: a run that goes
/// on from there meets it again.
void StudyRun::refuse(base::Team& team, bool saved) {
  auto error = job_.refusal(team);
  if (!error) return;
  if (saved) tell_of_resume(true, *error);
  throw CommonFailure(*std::move(error), base::ExitStatus::bad_input, is_root());
}

/// Until all ranks have rallied nobody looks who is lost, and MPI would wait for it for ever.
std::unique_ptr<base::Watchdog> StudyRun::guard_rally(base::Seconds patience) const {
  return std::make_unique<base::Watchdog>(patience + job_.grace(), [this, speaks = is_root()] {
    if (speaks) log_.error(fmt::format("a rank was lost when the work was done{}", run_again));
    end_unwritten();
  });
}

/// \collective From here on a rank that is lost ends all others, instead of keeping them waiting for it.
std::unique_ptr<RollCall> StudyRun::call_the_roll(const std::vector<int>& alive, base::Team& team) {
  auto folder = roll_call_folder(setting_.order.output, team);
  if (folder.empty()) return nullptr;
  RollCall::Rules rules;
  rules.beat = std::max(setting_.order.study.farm().heartbeat, shortest_beat);
  const auto self = static_cast<std::size_t>(team.rank());
  return std::make_unique<RollCall>(std::move(folder), alive, self, rules, [this, self](int rank) {
    if (self == 0) {
      log_.error(fmt::format("rank {} was lost while the ranks wrote the result{}", rank, run_again));
    }
    end_unwritten();
  });
}

/// The ranks that are left write the result together.
JobEnd StudyRun::conclude(const mpi::FarmEnd& end, Console& console, std::optional<RunViewer>& viewer) {
  auto watchdog = guard_rally(patience_with_rally);
  const auto alive = rally(end);
  mpi::MpiTeam team(alive);
  const auto roll_call = call_the_roll(end.alive, team);
  watchdog.reset();
  const bool hangs = team.any(end.abandoned_kernels);
  refuse(team, false);
  auto result = alike(is_root(), [&] { return job_.finish(team); });
  if (is_root()) patrol_.finished(result.accepted, result.rejected);
  RunFacts facts{setting_.cluster,
                 setting_.plan,
                 end.workers,
                 is_root() ? tasks_of(job_.job().queues(), end.queues) : std::vector<report::QueueTasks>{},
                 {},
                 {},
                 setting_.words,
                 started_,
                 clock_.now() - began_,
                 std::filesystem::absolute(setting_.order.checkpoint).string(),
                 setting_.made_of,
                 result.is_whole};
  facts.traffic = gather({session_.everyone().rank(), end.traffic, end.dropped_notes}, team);
  facts.made_of.insert(facts.made_of.end(), result.provenance.begin(), result.provenance.end());
  write(result, alive, facts);
  if (viewer) viewer->conclude(facts.uses, facts.peaks);
  learn(end, facts, result.is_whole, team);
  job_.clean_up(team);
  trace(team);
  if (is_root()) console.summarize(summary_of(facts));
  return {result.status, std::move(facts.made_of), std::move(facts.alerts),
          end.alive.size() == static_cast<std::size_t>(session_.everyone().size()) && !hangs};
}

void StudyRun::write(JobResult& result, const boost::mpi::communicator& alive, RunFacts& facts) {
  const auto& study = setting_.order.study;
  mpi::MpiTeam team(alive);
  const auto rank = session_.everyone().rank();
  result.tables.push_back(samples_table(rank, sampler_.series(), team));
  std::vector<base::TableSource*> tables;
  for (const auto& table : result.tables) tables.push_back(table.get());
  if (is_root()) patrol_.writes(tables);
  const auto rows = size_of(tables);
  const auto sampled = setting_.profiler != nullptr ? sample_largest(tables) : nullptr;
  store::ResultOptions options;
  options.overwrite = setting_.order.may_overwrite || channel_ > 1;
  const auto& compression = study.result().compression;
  if (compression.has_value()) {
    options.compression = static_cast<int>(compression.value());
    facts.compression = fmt::to_string(compression.value());
  }
  options.attributes = {{"title", study.title()}, {"Conventions", std::string("CF-1.8")}};
  options.replaced = result.replaced;
  options.groups = {
      {std::string(origin::study_group),
       {{std::string(origin::effective_study), study.effective_toml()},
        {std::string(origin::answer), study.answer_toml()},
        {std::string(origin::course), study.course_toml()}}},
      {std::string(origin::provenance_group), provenance(facts)},
  };
  options.groups.insert(options.groups.end(), result.groups.begin(), result.groups.end());
  options.profile = setting_.profiler;
  options.epilogue = [&] {
    facts.uses = gather(use_until_now(rank, sampler_, work_ended_), team);
    facts.alerts = after(std::move(earlier_), patrol_.conclude(team));
    facts.nodes = patrol_.nodes();
    facts.reclaims = gather(reclaim_.reclaims(), team);
    facts.operations = gather_operations(team, setting_.profiler);
    processes_ = gather_processes(team, job_.largest_processes());
    facts.peaks = node_peaks(facts.uses, setting_.cluster, processes_, facts.nodes);
    if (sampled) {
      const auto level = store::deflate_level(size_of({sampled.get()}), options.compression);
      facts.writing = {rows, writing_time(facts.operations, team.size()), level, team.size()};
      facts.levels = estimates(try_levels(*sampled, team), facts.writing);
    }
    return run_tables(facts);
  };
  const auto written = store::write_result(setting_.order.output, alive, tables, options);
  if (written) return;
  session_.forgo_finalising();  // HDF5 may still hold the file
  auto error = written.error();
  if (job_.has_saved()) tell_of_resume(job_.save(), error);
  throw CommonFailure(std::move(error), base::ExitStatus::bad_input, is_root());
}

/// \collective All ranks at once, as they have written.
store::CompressionTrial StudyRun::try_levels(const SampledTable& sampled, base::Team& team) const {
  const auto folder = std::filesystem::absolute(setting_.order.output).parent_path();
  auto trial = store::try_compression(sampled.kept(), clock_);
  trial.disk = store::try_disk(sampled.kept(), folder, clock_);
  return gather(trial, team);
}

/// \collective Leaves what this run has shown of memory for the plans of later ones, where it shows what the
/// work takes: a rank that is lost tells nothing, and work that was done before took its memory then.
void StudyRun::learn(const mpi::FarmEnd& end, const RunFacts& facts, bool is_whole, base::Team& team) const {
  const auto kernels = team.gather_all(end.kernels);
  const bool all_alive = facts.uses.size() == static_cast<std::size_t>(session_.everyone().size());
  if (!is_root() || !all_alive || !is_whole || setting_.command.replay) return;
  if (job_.share_taken(tasks_done(end.queues)) > most_taken) return;
  app::learn(setting_.order.study, setting_.plan.subject,
             observations_of(memory_of(facts.uses, processes_, kernels), setting_.cluster, setting_.plan),
             log_);
}

report::Summary StudyRun::summary_of(const RunFacts& facts) const {
  const auto& study = setting_.order.study;
  report::Summary summary;
  summary.title = setting_.title();
  summary.elapsed = facts.elapsed;
  summary.ranks = setting_.cluster.ranks();
  for (std::size_t i = 0; i < setting_.plan.nodes.size(); ++i) {
    const auto& node = setting_.plan.nodes[i];
    summary.nodes.push_back({node.hostname, node.workers, node.predicted_peak, facts.peaks[i], node.limit});
  }
  for (const auto& queue : facts.queues) summary.quarantined_count += queue.quarantined;
  summary.queues = facts.queues;
  summary.result = setting_.order.output.string();
  job_.describe(summary);
  summary.alerts = told_of(facts.alerts);
  if (auto note = compression_note(facts.levels, facts.writing)) summary.notes.push_back(*std::move(note));
  for (auto& note : patrol_.shortages()) summary.notes.push_back(std::move(note));
  const auto& growth = study.watch().growth;
  if (growth.is_word()) return summary;
  if (auto note = growth_note(facts.uses, growth.value(), setting_.cluster, summary.result)) {
    summary.notes.push_back(*std::move(note));
  }
  return summary;
}

/// Ends a rank that the others go on without.
void StudyRun::leave(const std::string& reason) {
  job_.save();
  log_.error(fmt::format("rank {} leaves the run: {}", session_.everyone().rank(), reason));
  std::fflush(nullptr);
  std::_Exit(static_cast<int>(base::ExitStatus::internal_error));
}

}  // namespace winnow::app
