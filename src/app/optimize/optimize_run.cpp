#include "app/optimize/optimize_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "app/common_failure.hpp"
#include "app/job/objective_identity.hpp"
#include "app/job/standing_result.hpp"
#include "app/journal/checkpoint_place.hpp"
#include "app/optimize/evaluate_command.hpp"
#include "app/optimize/optimize_job.hpp"
#include "app/study_loading.hpp"
#include "winnow/base/text.hpp"
#include "winnow/base/version.hpp"

namespace winnow::app {
namespace {

/// Beside the result, or where the study wants the checkpoint of a run that keeps none.
std::filesystem::path journal_path(const RunOrder& order) {
  auto folder = order.checkpoint;
  if (order.study.checkpoint().interval.is_word()) {
    folder = std::filesystem::path(order.scratch_folder) / fmt::format("winnow-{:016x}", order.run);
  }
  return search_folder(std::move(folder)) / "evaluations.journal";
}

/// By rank.
std::vector<std::string> node_names(const cluster::Cluster& cluster) {
  std::vector<std::string> names(cluster.ranks());
  for (const auto& node : cluster.nodes) {
    for (const auto& rank : node.ranks) names[static_cast<std::size_t>(rank.rank)] = node.facts.hostname;
  }
  return names;
}

}  // namespace

OptimizeRun::OptimizeRun(const Setting& setting, farm::Rank rank, program::Spawner* spawner,
                         const base::Clock& clock, base::Log& log)
    : setting_(setting),
      rank_(rank),
      surroundings_{setting.order.scratch_folder, std::max(1U, setting.plan.workers()),
                    setting.cluster.nodes.size(), setting.order.run, spawner},
      identities_(rank == 0 ? each_objective_identity(setting.order.study) : std::vector<std::string>{}),
      log_(log),
      clock_(clock) {
  make_problems_anew();
  if (spawner != nullptr && setting.profiler != nullptr) spawner->report_to(*setting.profiler);
}

void OptimizeRun::make_problems_anew() {
  problems_ = make_problems(setting_.order.study, surroundings_);
  for (std::size_t i = 0; i < problems_.size(); ++i) {
    auto& problem = problems_[i];
    problem.evaluate_command = evaluate_command(setting_.command.study, process_variables(), problem.name);
    if (rank_ == 0) problem.identity = identities_[i];
  }
}

void OptimizeRun::begin(base::Team& team, bool resume) {
  bool goes_on = false;
  on_root(team, [&] {
    prepare_backups();
    for (std::size_t i = 0; i < problems_.size(); ++i) open_cache(i);
    goes_on = open_journal(resume);
  });
  const auto begun_with = team.gather_all(journal_ ? journal_->workers() : 0).front();
  if (begun_with != surroundings_.workers) {
    surroundings_.workers = begun_with;
    make_problems_anew();
  }
  on_root(team, [&] {
    if (!setting_.command.replay) try_isolated_plugins(setting_.order.study, problems_);
    make_job();
    if (goes_on) take_up();
    tell_of_populations();
    plan_backups();
  });
  if (team.rank() != 0) make_job();
}

/// True if the run goes on with what is in it.
bool OptimizeRun::open_journal(bool resume) {
  const auto& study = setting_.order.study;
  const bool replays = setting_.command.replay;
  JournalOpening opening{std::string(base::version()), study.course_toml() + first_populations(study),
                         replays ? std::string() : objective_identities(study, identities_)};
  journal_.emplace(journal_path(setting_.order), std::move(opening), interval(), log_, setting_.profiler);
  const bool goes_on = (resume || replays) && journal_->go_on();
  if (replays && !goes_on) {
    throw base::Failure({fmt::format("there is no journal {}", journal_->path().string()),
                         "a search is replayed from it",
                         "run it first",
                         {}});
  }
  if (goes_on) return true;
  std::error_code ignored;
  const bool was_there = std::filesystem::exists(journal_->path(), ignored);
  const auto former = journal_->start_over(surroundings_.workers, !setting_.command.overwrite);
  if (former) {
    log_.info(resume
                  ? fmt::format("starting over: the journal cannot be read from its beginning on, and is "
                                "kept in {}",
                                former->string())
                  : fmt::format("starting over: what was evaluated before is kept in {}; --resume would have "
                                "gone on with it",
                                former->string()));
  } else if (resume) {
    log_.info(fmt::format("{} {}: starting anew",
                          was_there ? "nothing is in the journal" : "there is no journal",
                          journal_->path().string()));
  }
  return false;
}

/// Of populations that follow the number of workers, which their history then depends on.
void OptimizeRun::tell_of_populations() const {
  const auto& studied = setting_.order.study.optimize();
  for (std::size_t i = 0; i < problems_.size(); ++i) {
    if (studied[i].population_multiple == study::PopulationMultiple::none) continue;
    const auto& name = problems_[i].name;
    const auto begun_with = surroundings_.workers;
    const auto workers = setting_.plan.workers();
    log_.info(fmt::format(
        "{}population {}: a multiple of the {} {}; with another number of them the search takes another way",
        name.empty() ? "" : name + ": ", problems_[i].options.population, begun_with,
        workers == begun_with ? "workers"
                              : fmt::format("workers that it was begun with, not of these {}", workers)));
  }
}

/// After SIGKILL a process is gone at once; but a machine may be busy.
base::Seconds OptimizeRun::grace() const {
  constexpr base::Seconds slack{2};
  if (surroundings_.spawner == nullptr || !runs_programs(setting_.order.study)) return {};
  const auto& problems = setting_.order.study.optimize();
  return slack +
         std::ranges::max(problems, {}, [](const auto& one) { return one.failure.kill.count; }).failure.kill;
}

base::Seconds OptimizeRun::interval() const {
  return setting_.order.study.checkpoint().interval.value_or(base::Seconds{60});
}

/// None if the problem has none. Problems that name the same file share it.
CachedEvaluations* OptimizeRun::open_cache(std::size_t problem) {
  const auto& study = setting_.order.study;
  const auto& cache = study.optimize()[problem].cache;
  if (cache.path.is_word()) return nullptr;
  const auto& path = cache.path.value();
  const auto file = path.is_word() ? std::filesystem::path(setting_.order.output).replace_extension(".cache")
                                   : study.folder() / path.value() / "evaluations.cache";
  auto& opened = caches_[file.string()];
  if (!opened) {
    const store::CacheLimits limits{cache.size,
                                    cache.ttl.is_word() ? std::nullopt : std::optional(cache.ttl.value())};
    opened = std::make_unique<CachedEvaluations>(
        value_of_key(store::EvaluationCache::open(file, limits, calendar_, log_, setting_.profiler), study,
                     path_of_problem(problem) + ".cache.path"),
        setting_.reclaimer);
  }
  return opened.get();
}

void OptimizeRun::make_job() {
  std::vector<optimize::EvaluationStore*> stores;
  for (std::size_t i = 0; i < problems_.size(); ++i) stores.push_back(rank_ == 0 ? open_cache(i) : nullptr);
  job_ = std::make_unique<optimize::Optimization>(
      problems_, optimize::Surroundings{rank_, std::max(1U, setting_.plan.workers()), interval(),
                                        journal_ ? &*journal_ : nullptr, std::move(stores),
                                        node_names(setting_.cluster), clock_, setting_.profiler});
}

void OptimizeRun::take_up() {
  known_ = setting_.command.replay ? job_->replay() : job_->take_up();
  if (const auto unplaced = job_->unplaced(); unplaced > 0) {
    base::Error error{fmt::format("{} of the journal's evaluations are none that this search asks for",
                                  base::with_commas(unplaced)),
                      "the journal is of another search, or damaged",
                      "",
                      {}};
    if (setting_.command.replay) throw base::Failure(std::move(error));
    log_.warning(error.text() + "; they are left out");
  }
  log_.info(fmt::format("going on: {} evaluations were done before", base::with_commas(known_)));
  tell_of_lost_records();
}

void OptimizeRun::tell_of_lost_records() const {
  const auto& [size, copy] = journal_->lost();
  if (size.count == 0) return;
  const auto* const what_now = setting_.command.replay ? "left out" : "done again";
  if (copy) {
    log_.warning(
        fmt::format("the journal's last {} are damaged, and are cut off (it was changed after it was "
                    "written, or its disk has faults): what they told of is {}; as it was, it is kept in {}",
                    base::to_text(size), what_now, copy->string()));
  } else {
    log_.info(fmt::format("the journal's last {} were torn, and are cut off: what they told of is {}",
                          base::to_text(size), what_now));
  }
}

/// What evaluations take is known once it was measured, or where the study says it: no more of them are in
/// memory at once than fit, however many workers the study wants.
/// An evaluation may take hours: none waits behind others before that is known.
void OptimizeRun::adjust(farm::FarmOptions& options) const {
  options.gamma = 0;
  const bool is_known = setting_.plan.learned || setting_.order.says_overhead;
  options.overhead = is_known ? setting_.plan.model.overhead : base::Bytes{};
  options.first_batch = 1;
  options.permits.processes = runs_programs(setting_.order.study);
  options.permits.processes_stay = setting_.order.study.isolates_plugins();
  options.permits.process_need = options.overhead;
}

/// None if the problem wants no copies.
std::optional<store::BackupFolder> OptimizeRun::backup_folder(const study::Backup& backup) const {
  if (backup.every.is_word() || backup.to.is_word()) return std::nullopt;
  return store::BackupFolder(setting_.order.study.folder() / backup.to.value(),
                             setting_.order.output.filename().string());
}

/// Before anything is begun: a copy that fails later is a warning.
void OptimizeRun::prepare_backups() const {
  const auto& study = setting_.order.study;
  for (std::size_t i = 0; i < study.optimize().size(); ++i) {
    const auto folder = backup_folder(study.optimize()[i].backup);
    if (folder) value_of_key(folder->prepare(), study, path_of_problem(i) + ".backup.to");
  }
}

void OptimizeRun::plan_backups() {
  for (const auto& problem : setting_.order.study.optimize()) {
    const auto& backup = problem.backup;
    auto folder = backup_folder(backup);
    if (!folder) continue;
    const std::vector<std::filesystem::path> sources{setting_.order.output, journal_->path().parent_path()};
    backups_.push_back(std::make_unique<store::ScheduledBackup>(*std::move(folder), sources,
                                                                backup.every.value(), backup.keep, log_));
  }
}

/// A run that keeps no checkpoint has a journal that no other run finds.
bool OptimizeRun::has_saved() const {
  return journal_ && !setting_.order.study.checkpoint().interval.is_word();
}

bool OptimizeRun::save() {
  if (!journal_) return false;
  job_->checkpoint();
  return journal_->save();
}

std::string OptimizeRun::advice_on_hanging() const {
  const bool has_own_plugin =
      std::ranges::any_of(setting_.order.study.optimize(), [](const study::Optimize& problem) {
        return problem.objective.plugin.has_value() && !problem.objective.isolate;
      });
  if (!has_own_plugin) return {};
  return "; if it was the plugin that hung, that meets the same candidate: start over with isolate = true in "
         "[optimize.objective] and a timeout in [optimize.failure], which end the evaluation alone";
}

/// Whether there is an evaluation that is worth keeping.
bool OptimizeRun::has_evaluated() const {
  return std::ranges::any_of(job_->status(),
                             [](const auto& search) { return search.evaluations > search.failures; });
}

/// \collective Where nothing succeeded, the next run shall not take up the failures, which it is to mend.
optimize::Outcome OptimizeRun::conclude(base::Team& team) {
  try {
    return job_->finish(team);
  } catch (const base::Failure&) {
    if (rank_ == 0 && !has_evaluated()) journal_->remove();
    throw;
  }
}

/// Where it cannot be written the result is made of what is in memory. Throws base::Failure where that is not
/// all that was evaluated, or a search has ended for want of room.
void OptimizeRun::save_journal() {
  if (journal_->save()) return;
  auto error = journal_->trouble();
  const bool is_full = std::ranges::any_of(
      job_->status(), [](const auto& search) { return search.end == optimize::SearchEnd::full; });
  if (is_full || !journal_->has_all()) {
    error.advice =
        "free space there; then --resume goes on with what was written, and does the rest of the evaluations "
        "again";
    throw base::Failure(std::move(error));
  }
  if (!has_saved() || setting_.command.replay) return;
  error.problem = "the journal lacks the last evaluations: " + error.problem;
  error.advice =
      "a result has them, but --resume would do them again, and --replay would end before them: "
      "free space there, or set [checkpoint] path to a folder on another disk, before the next run";
  log_.warning(error.text());
}

JobResult OptimizeRun::finish(base::Team& team) {
  on_root(team, [&] {
    job_->checkpoint();
    save_journal();
  });
  auto outcome = conclude(team);
  ends_ = std::move(outcome.problems);
  JobResult result;
  result.tables = std::move(outcome.tables);
  result.replaced = {"optimize"};
  if (rank_ == 0) {
    result.provenance = {
        {std::string(origin::objectives), objective_identities(setting_.order.study, identities_)}};
  }
  is_whole_ = result.is_whole = outcome.is_whole;
  for (const auto& error : outcome.fruitless) log_.error(error.text());
  if (!result.is_whole) result.status = base::ExitStatus::stopped_early;
  if (outcome.has_crashed) result.status = base::ExitStatus::too_many_rejected;
  return result;
}

/// Of the problem of which most was: each has an objective of its own. Values that a search repeats are its
/// own work, in whatever run.
double OptimizeRun::share_taken(std::uint64_t /*tasks*/) const {
  double share = 0;
  for (const auto& end : ends_) {
    const auto taken = end.known + (end.cache ? end.cache->hits - end.cache->own_hits : 0);
    const auto all = std::max<std::uint64_t>(1, end.status.evaluations);
    share = std::max(share, static_cast<double>(taken) / static_cast<double>(all));
  }
  return share;
}

void OptimizeRun::clean_up(base::Team& /*team*/) {
  if (!journal_) return;
  if (setting_.order.study.checkpoint().interval.is_word()) {
    journal_->remove();
  } else {
    journal_->save();  // it stays: a larger budget goes on from it
    for (const auto& backup : backups_) backup->take();
  }
}

void OptimizeRun::describe(report::Progress& progress) const {
  progress.done = progress.found = progress.rejected = 0;
  progress.known = known_;
  progress.found_all = true;
  progress.searches.clear();
  for (const auto& search : job_->status()) {
    auto of = search.of;
    if (of) *of += search.polishing;  // which is beyond the budget
    progress.done += search.evaluations;
    progress.found += of.value_or(0);
    progress.found_all = progress.found_all && of.has_value();
    progress.rejected += search.failures;
    progress.searches.push_back({search.name, search.evaluations, of, search.failures, search.retried,
                                 search.cached, search.best, search.is_feasible, search.spread});
  }
}

void OptimizeRun::describe(report::Summary& summary) const {
  for (const auto& end : ends_) {
    report::Summary::Search search;
    search.name = end.status.name;
    search.evaluations = end.status.evaluations;
    search.known = end.known;
    search.ended = optimize::words_of(end.status.end);
    search.best = end.status.best;
    search.is_feasible = end.status.is_feasible;
    search.parameters = end.parameters;
    search.command = end.command;
    search.sent = end.sent;
    for (const auto& failure : end.failures) {
      search.failures.push_back({std::string(name_of(failure.kind)), failure.count, failure.reason});
      if (search.kept.empty()) search.kept = failure.kept;
    }
    search.retried = end.retried;
    search.cached = end.cached;
    if (end.cache) search.cache = {.hits = end.cache->hits, .misses = end.cache->misses};
    search.polishing = end.status.polishing;
    summary.searches.push_back(std::move(search));
  }
  summary.stopped = !is_whole_;
  summary.next_command =
      fmt::format("winnow show {} optimize", base::shell_word(setting_.order.output.string()));
}

}  // namespace winnow::app
