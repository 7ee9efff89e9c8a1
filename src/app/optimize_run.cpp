#include "app/optimize_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <utility>

#include "app/common_failure.hpp"
#include "app/optimize_job.hpp"
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
  return folder.replace_extension(".optimize") / "evaluations.journal";
}

ProblemSurroundings surroundings(const Setting& setting, program::Spawner* spawner) {
  return {setting.order.scratch_folder, setting.plan.workers(), setting.cluster.nodes.size(), spawner};
}

}  // namespace

OptimizeRun::OptimizeRun(const Setting& setting, farm::Rank rank, program::Spawner* spawner,
                         const base::Clock& clock, base::Log& log)
    : setting_(setting),
      rank_(rank),
      log_(log),
      clock_(clock),
      problems_(make_problems(setting.order.study, surroundings(setting, spawner))) {
}

void OptimizeRun::begin(base::Team& team, bool resume, bool quiet) {
  on_root(team, [&] {
    const auto& study = setting_.order.study;
    journal_.emplace(journal_path(setting_.order),
                     JournalOpening{std::string(base::version()), study.course_toml()}, interval(), log_);
    const bool replays = setting_.command.replay;
    const bool goes_on = (resume || replays) && journal_->go_on();
    if (replays && !goes_on) {
      throw base::Failure({fmt::format("there is no journal {}", journal_->path().string()),
                           "a search is replayed from it",
                           "run it first",
                           {}});
    }
    if (!goes_on) journal_->start_over();
    if (resume && !goes_on && !quiet) {
      log_.info(fmt::format("there is no journal {}: starting anew", journal_->path().string()));
    }
    make_job();
    if (goes_on) take_up(quiet);
    plan_backups();
  });
  if (team.rank() != 0) make_job();
}

base::Seconds OptimizeRun::interval() const {
  return setting_.order.study.checkpoint().interval.value_or(base::Seconds{60});
}

/// None if the problem has none. Problems that name the same file share it.
CachedEvaluations* OptimizeRun::open_cache(const study::Cache& cache) {
  if (cache.path.is_word()) return nullptr;
  const auto& path = cache.path.value();
  const auto file = path.is_word() ? std::filesystem::path(setting_.order.output).replace_extension(".cache")
                                   : setting_.order.study.folder() / path.value() / "evaluations.cache";
  auto& opened = caches_[file.string()];
  if (!opened) {
    const store::CacheLimits limits{cache.size,
                                    cache.ttl.is_word() ? std::nullopt : std::optional(cache.ttl.value())};
    opened = std::make_unique<CachedEvaluations>(
        base::value_or_throw(store::EvaluationCache::open(file, limits, calendar_, log_)));
  }
  return opened.get();
}

void OptimizeRun::make_job() {
  std::vector<optimize::EvaluationStore*> stores;
  for (const auto& problem : setting_.order.study.optimize()) {
    stores.push_back(rank_ == 0 ? open_cache(problem.cache) : nullptr);
  }
  job_ = std::make_unique<optimize::Optimization>(
      problems_, optimize::Surroundings{rank_, std::max(1U, setting_.plan.workers()), interval(),
                                        journal_ ? &*journal_ : nullptr, std::move(stores), clock_});
}

void OptimizeRun::take_up(bool quiet) {
  const auto known = setting_.command.replay ? job_->replay() : job_->take_up();
  if (quiet) return;
  log_.info(fmt::format("going on: {} evaluations were done before", base::with_commas(known)));
  if (journal_->lost().count > 0) {
    log_.info(fmt::format("the journal's last {} were torn, and are cut off: what they told of is done again",
                          base::to_text(journal_->lost())));
  }
}

void OptimizeRun::adjust(farm::FarmOptions& options) const {
  options.gamma = 0;
  options.overhead = base::Bytes{};
}

void OptimizeRun::plan_backups() {
  for (const auto& problem : setting_.order.study.optimize()) {
    const auto& backup = problem.backup;
    if (backup.every.is_word() || backup.to.is_word()) continue;
    const auto& result = setting_.order.output;
    backups_.push_back(std::make_unique<store::ScheduledBackup>(
        store::BackupFolder(setting_.order.study.folder() / backup.to.value(), result.filename().string()),
        std::vector<std::filesystem::path>{result, journal_->path().parent_path()}, backup.every.value(),
        backup.keep, log_));
  }
}

bool OptimizeRun::save() {
  if (!journal_) return false;
  job_->checkpoint();
  return journal_->save();
}

JobResult OptimizeRun::finish(base::Team& team, bool stopped) {
  if (rank_ == 0) job_->checkpoint();
  auto outcome = job_->finish(team);
  ends_ = std::move(outcome.problems);
  JobResult result;
  result.tables = std::move(outcome.tables);
  result.replaced = {"optimize"};
  is_whole_ = result.is_whole = outcome.is_whole;
  if (stopped || !result.is_whole) result.status = base::ExitStatus::stopped_early;
  if (outcome.has_crashed) result.status = base::ExitStatus::too_many_rejected;
  return result;
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
  progress.unit = "evaluations";
  progress.setback = "failed";
  progress.done = progress.found = progress.rejected = 0;
  progress.found_all = true;
  std::vector<std::string> bests;
  for (const auto& search : job_->status()) {
    progress.done += search.evaluations;
    progress.found += search.of.value_or(0);
    progress.found_all = progress.found_all && search.of.has_value();
    progress.rejected += search.failures;
    if (std::isnan(search.best)) continue;
    const auto name = search.name.empty() ? std::string() : search.name + ' ';
    bests.push_back(
        fmt::format("{}best {:.6g}{}", name, search.best, search.is_feasible ? "" : " (infeasible)"));
    if (problems_.size() == 1 && std::isfinite(search.spread)) {
      bests.push_back(fmt::format("spread {:.2g}", search.spread));
    }
  }
  progress.details = std::move(bests);
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
    search.command = best_command(end);
    for (const auto& failure : end.failures) {
      search.failures.push_back({std::string(name_of(failure.kind)), failure.count, failure.reason});
    }
    search.retried = end.retried;
    search.cached = end.cached;
    summary.searches.push_back(std::move(search));
  }
  summary.stopped = !is_whole_;
  summary.next_command = fmt::format("winnow show {} optimize", setting_.order.output.string());
}

/// What gives the best value again.
std::string OptimizeRun::best_command(const optimize::ProblemEnd& end) const {
  std::string command = "winnow evaluate " + setting_.order.study.file().string();
  if (!end.status.name.empty()) command += " --problem " + end.status.name;
  for (auto parameter : end.parameters) {
    const auto equals = parameter.find(" = ");
    command += fmt::format(" {}={}", parameter.substr(0, equals), parameter.substr(equals + 3));
  }
  return command;
}

}  // namespace winnow::app
