#include "app/watch/patrol.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

#include "app/job/autoscaling.hpp"
#include "app/job/farm_wiring.hpp"
#include "app/job/queue_tasks.hpp"
#include "app/watch/shortage.hpp"

namespace winnow::app {
namespace {

constexpr base::Seconds observation_interval{1};

std::uint64_t most_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return 0;
  return limit.rlim_cur;
}

/// What falls to the rank of what its node takes or may take: of the base alike for all, and else by kernels.
base::Bytes part_of(base::Bytes all, const plan::NodePlan& plan, std::size_t index) {
  if (all.is_unlimited() || plan.workers == 0 || index >= plan.kernels.size()) return all;
  const auto base = std::min(all, plan.base);
  return {base.count / plan.kernels.size() + (all - base).count / plan.workers * plan.kernels[index]};
}

AlertWatch::Place place_of(const Setting& setting, int rank) {
  const auto& node = setting.cluster.nodes[setting.cluster.node_of(rank)];
  const auto& plan = setting.node_of(rank);
  const auto index = index_on_node(node, rank);
  return {rank,
          node.facts.hostname,
          most_open_files(),
          predicted_of_rank(plan, index),
          limit_of_rank(plan, index),
          plan.limit,
          setting.order.study.isolates_plugins()};
}

program::HookSpec hook_of(const study::Study& study) {
  const auto& alerts = study.watch().alerts;
  return {alerts.command, std::filesystem::absolute(study.folder()), alerts.command_timeout};
}

/// Null where the study has no command, or it cannot be run here: then a warning says so.
std::unique_ptr<program::Hook> make_hook(const Setting& setting, program::Spawner* spawner, base::Log& log) {
  const auto& study = setting.order.study;
  if (study.watch().alerts.command.empty()) return nullptr;
  if (spawner == nullptr) {
    log.warning(base::Error{
        "watch.alerts.command is not run",
        "a layer sets it that is read after MPI has begun, when no program can be started",
        "set it in the study file, in the environment or with --set", study.place_of("watch.alerts.command")}
                    .text());
    return nullptr;
  }
  auto hook = program::Hook::prepare(hook_of(study), *spawner, log);
  if (!hook) {
    log.warning(hook.error().text());
    return nullptr;
  }
  return *std::move(hook);
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return std::filesystem::absolute(file).lexically_normal().parent_path();
}

bool are_on_one_disk(const std::filesystem::path& one, const std::filesystem::path& other) {
  struct stat of_one {};
  struct stat of_other {};
  if (::stat(one.c_str(), &of_one) != 0 || ::stat(other.c_str(), &of_other) != 0) return one == other;
  return of_one.st_dev == of_other.st_dev;
}

std::uint64_t cell_size(const base::Variable& variable) {
  return variable.type == base::CellType::text ? std::max<std::uint64_t>(1, variable.text_width) : 8;
}

}  // namespace

void check_hook(const study::Study& study) {
  if (study.watch().alerts.command.empty()) return;
  const auto checked = program::Hook::check(hook_of(study));
  if (checked) return;
  auto error = checked.error();
  error.place = study.place_of("watch.alerts.command");
  throw base::Failure(std::move(error));
}

base::Bytes predicted_of_rank(const plan::NodePlan& plan, std::size_t index) {
  return part_of(plan.predicted_peak, plan, index);
}

base::Bytes limit_of_rank(const plan::NodePlan& plan, std::size_t index) {
  const auto part = part_of(plan.limit, plan, index);
  if (plan.kernels.empty()) return part;
  return std::max(part, base::Bytes{plan.limit.count / plan.kernels.size()});
}

base::Bytes size_of(const std::vector<base::TableSource*>& tables) {
  base::Bytes all;
  for (const auto* table : tables) {
    const auto& shape = table->shape();
    for (const auto& variable : shape.variables) {
      const auto along = std::ranges::find(shape.dimensions, variable.dimension, &base::Dimension::name);
      const auto cells = along != shape.dimensions.end() ? shape.rows * along->size() : shape.rows;
      all += base::Bytes{cells * cell_size(variable)};
    }
  }
  return all;
}

Patrol::Patrol(const Setting& setting, int rank, program::Spawner* spawner, const base::Clock& clock,
               base::Log& log)
    : setting_(setting),
      rank_(rank),
      spawner_(spawner),
      clock_(clock),
      log_(log),
      result_folder_(folder_of(setting.order.output)),
      checkpoint_folder_(folder_of(setting.order.checkpoint)),
      alerts_(setting.order.study.watch(), place_of(setting, rank), log, make_hook(setting, spawner, log)),
      close_look_due_(clock.now() + setting.order.study.watch().alerts.interval),
      work_due_(close_look_due_) {
}

/// The sampler's thread stands beside the work: what fails on it is told of and does not end the run.
void Patrol::sampled(const watch::Sample& sample, const watch::Sampler& sampler) {
  try {
    judge(sample, sampler);
  } catch (const std::exception& failure) {
    if (std::exchange(has_failed_, true)) return;
    log_.warning(fmt::format("rank {} may miss what it should warn of ({})", rank_, failure.what()));
  }
}

void Patrol::judge(const watch::Sample& sample, const watch::Sampler& sampler) {
  alerts_.judge_sample(sample);
  watch_spawner();
  if (!works_) return;
  alerts_.judge_prediction(sample);
  if (sample.time < close_look_due_) return;
  close_look_due_ = sample.time + setting_.order.study.watch().alerts.interval;
  look_closely(sampler, sample.time);
}

void Patrol::watch_spawner() {
  if (spawner_ == nullptr || !spawner_->is_lost()) return;
  spawner_ = nullptr;
  log_.warning(
      fmt::format("rank {} on {} can start no more programs (the process that starts them was killed, or "
                  "has crashed): other ranks take over what it was to run",
                  rank_, setting_.cluster.nodes[setting_.cluster.node_of(rank_)].facts.hostname));
}

void Patrol::look_closely(const watch::Sampler& sampler, base::Seconds now) {
  alerts_.judge_growth(sampler.series(), now);
  judge_storage(now);
}

void Patrol::judge_storage(base::Seconds now) {
  if (setting_.profiler != nullptr) alerts_.judge_operations(setting_.profiler->statistics(), now);
  if (rank_ != 0) return;
  alerts_.judge_disk(result_folder_, {}, now);
  if (!are_on_one_disk(result_folder_, checkpoint_folder_)) alerts_.judge_disk(checkpoint_folder_, {}, now);
}

void Patrol::weighed(base::Bytes memory) {
  alerts_.judge_run_memory(memory, clock_.now());
}

void Patrol::worked(const farm::WorkerRecord& work) {
  work_.insert_or_assign(rank_, work);
}

bool Patrol::work_is_due() {
  const auto& alerts = setting_.order.study.watch().alerts;
  const auto now = clock_.now();
  if (alerts.slow_rank.is_word() || now < work_due_) return false;
  work_due_ = now + alerts.interval;
  return true;
}

std::optional<farm::WorkerRecord> Patrol::take_work() {
  const auto own = work_.find(rank_);
  if (own == work_.end() || !work_is_due()) return std::nullopt;
  return own->second;
}

void Patrol::judge_ranks() {
  if (!work_is_due()) return;
  std::vector<farm::WorkerRecord> workers;
  for (const auto& [rank, work] : work_) workers.push_back(work);
  alerts_.judge_ranks(workers, setting_.cluster, clock_.now());
}

void Patrol::observed(const farm::FarmStatus& status, StudyJob& job) {
  for (const auto& note : scale_notes(nodes_, status.nodes, setting_.plan)) log_.info(note);
  nodes_ = status.nodes;
  for (const auto rank : status.lost) {
    heard_.lose(rank, clock_.now());
    if (const auto work = work_.find(rank); work != work_.end()) work->second.lost = true;
  }
  const auto now = clock_.now();
  if (now < observation_due_) return;
  observation_due_ = now + observation_interval;
  judge_progress(status.queues, job);
  judge_ranks();
}

void Patrol::judge_progress(const std::vector<farm::QueueStatus>& queues, StudyJob& job) {
  report::Progress progress;
  count_tasks(job.job().queues(), queues, progress);
  weigh_nodes(nodes_, setting_.plan, progress);
  job.describe(progress);
  alerts_.judge_progress(progress, clock_.now());
}

void Patrol::work_ended(watch::Sampler& sampler) {
  const bool is_sampled_only_here = setting_.order.study.watch().interval.is_word();
  if (is_sampled_only_here) sampled(sampler.recent({0}), sampler);
  works_ = false;
  look_closely(sampler, clock_.now());
}

void Patrol::ended(const std::vector<farm::QueueStatus>& queues,
                   const std::vector<farm::WorkerRecord>& workers, StudyJob& job) {
  judge_progress(queues, job);
  for (const auto& worker : workers) {
    if (worker.lost) heard_.lose(worker.rank, clock_.now());
  }
  alerts_.judge_ranks(workers, setting_.cluster, clock_.now());
}

void Patrol::finished(std::uint64_t accepted, std::uint64_t rejected) {
  alerts_.judge_success(accepted, rejected, clock_.now());
}

void Patrol::writes(const std::vector<base::TableSource*>& tables) {
  alerts_.judge_disk(result_folder_, size_of(tables), clock_.now());
}

std::vector<std::string> Patrol::shortages() const {
  std::vector<std::string> notes;
  for (auto&& note : {shortage_note(nodes_, setting_.plan), wanted_note(nodes_, setting_.plan)}) {
    if (note) notes.push_back(*note);
  }
  return notes;
}

std::optional<std::vector<RankAlert>> Patrol::take_news() {
  auto alerts = alerts_.alerts();
  auto bytes = encode(alerts);
  if (bytes == told_) return std::nullopt;
  told_ = std::move(bytes);
  return alerts;
}

std::vector<RankAlert> Patrol::alerts() const {
  auto all = alerts_.alerts();
  const auto theirs = heard_.all();
  all.insert(all.end(), theirs.begin(), theirs.end());
  return all;
}

RunAlerts Patrol::conclude(base::Team& team) {
  judge_storage(clock_.now());
  RunAlerts all{gather(alerts_.alerts(), team), team.sum(alerts_.unkept())};
  const auto theirs = heard_.of_lost();
  all.kept.insert(all.kept.end(), theirs.begin(), theirs.end());
  return all;
}

}  // namespace winnow::app
