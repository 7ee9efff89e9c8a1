#include "app/run/order_sharing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "app/common_failure.hpp"
#include "app/job/autoscaling.hpp"
#include "app/job/objective_identity.hpp"
#include "app/job/standing_result.hpp"
#include "app/journal/checkpoint_place.hpp"
#include "app/journal/opening_check.hpp"
#include "app/optimize/optimize_job.hpp"
#include "app/reduce/reduce_job.hpp"
#include "app/run/own_files.hpp"
#include "app/run/workload.hpp"
#include "app/scratch_folder.hpp"
#include "app/study_loading.hpp"
#include "app/watch/learning.hpp"
#include "app/watch/patrol.hpp"
#include "app/watch/run_trace.hpp"
#include "winnow/base/random.hpp"
#include "winnow/store/result_target.hpp"
#include "winnow/study/needed_files.hpp"

namespace winnow::app {
namespace {

/// Metrics are looked for in so many files before the run, to catch a misspelt one at once.
constexpr std::size_t probed_files = 64;

/// The jobs of the study that the command names.
std::vector<std::string> wanted_jobs(const RunCommand& command, const study::Study& study) {
  auto jobs = study.jobs();
  if (!command.job.empty()) std::erase_if(jobs, [&](const auto& job) { return job != command.job; });
  if (!jobs.empty()) return jobs;
  throw base::Failure(
      {command.job.empty() ? "the study has no job" : fmt::format("the study has no [{}]", command.job),
       "",
       command.job == "optimize" ? "add a section [optimize] with parameters, an objective and a budget"
                                 : "add a section [reduce] with files, name and group_by",
       {study.file().string(), 0, 0}});
}

/// Whether the file that stands where the result is to go is one that this run adds to, or goes on with.
bool may_be_replaced(const StandingResult& standing, const std::vector<std::string>& missing, bool goes_on) {
  if (goes_on && !standing.course.empty()) return true;
  return standing.is_of_study && standing.is_whole && !missing.empty() && !standing.jobs.empty();
}

/// Refuses to go on from the result of a study that differs in more than its budgets.
void refuse_other_course(const StandingResult& standing, const RunOrder& order, std::string_view option) {
  const auto course = order.study.course_toml();
  if (standing.course.empty() || standing.course == course) return;
  throw base::Failure(
      {fmt::format("{} is of another study", order.output.string()),
       study_difference(standing.course, course),
       fmt::format("change the study back; or, if the checkpoint is of this study, go on with "
                   "it with {0} --overwrite; or start over with --overwrite and without {0}",
                   option),
       {}});
}

/// Refuses what a look at the first files can tell before any other rank begins.
void look_into_files(const reduce::Reduction& reduction, const study::Study& study) {
  auto unseen = reduction.probe(probed_files);
  if (unseen) return refuse_unseen(study, *unseen);
  unseen.error().place = study.place_of("reduce.files");
  throw base::Failure(std::move(unseen).error());
}

void encode(const std::optional<plan::LearnedModel>& learned, base::Encoder& out) {
  out.put(learned.has_value());
  if (!learned) return;
  out.put(learned->model.gamma);
  for (const auto bytes : {learned->model.overhead, learned->model.base, learned->model.rank}) {
    out.put(bytes.count);
  }
  out.put(learned->runs);
  out.put(learned->most_ranks);
  out.put(learned->is_of_study);
}

std::optional<plan::LearnedModel> decode_learned(base::Decoder& in) {
  if (!in.get<bool>()) return std::nullopt;
  plan::LearnedModel learned;
  learned.model.gamma = in.get<double>();
  for (auto* bytes : {&learned.model.overhead, &learned.model.base, &learned.model.rank}) {
    bytes->count = in.get<std::uint64_t>();
  }
  learned.runs = in.get<std::uint64_t>();
  learned.most_ranks = in.get<std::uint32_t>();
  learned.is_of_study = in.get<bool>();
  return learned;
}

void encode(const RunOrder& order, base::Encoder& out) {
  out.put_text(order.study.effective_toml());
  out.put_text(order.study.file().string());
  out.put_text(order.output.string());
  out.put_text(order.scratch_folder);
  out.put_varint(order.jobs.size());
  for (const auto& job : order.jobs) out.put_text(job);
  for (const auto& learned : order.learned) encode(learned, out);
  out.put_text(order.inputs);
  out.put_text(order.objectives);
  out.put(order.may_overwrite);
  out.put_text(order.checkpoint.string());
  out.put(order.run);
  out.put(order.says_overhead);
}

RunOrder decode(base::Decoder& in) {
  const auto text = in.get_text();
  const auto file = in.get_text();
  auto study = study::parse(text, file);
  if (!study) throw_errors(study.error());
  const auto output = in.get_text();
  const auto scratch = in.get_text();
  std::vector<std::string> jobs(in.get_varint());
  for (auto& job : jobs) job = in.get_text();
  std::vector<std::optional<plan::LearnedModel>> learned(jobs.size());
  for (auto& one : learned) one = decode_learned(in);
  std::string inputs(in.get_text());
  std::string objectives(in.get_text());
  const auto may_overwrite = in.get<bool>();
  const auto checkpoint = in.get_text();
  const auto run = in.get<std::uint64_t>();
  return {*std::move(study),
          output,
          std::string(scratch),
          std::move(jobs),
          std::move(learned),
          std::move(inputs),
          std::move(objectives),
          may_overwrite,
          checkpoint,
          run,
          in.get<bool>()};
}

}  // namespace

void check_settings(const study::Study& study) {
  check_hook(study);
  check_autoscale(study);
  check_learned_file(study);
}

RunOrder make_order(const RunCommand& command, std::optional<RunLock>& lock, base::Log& log) {
  RunOrder order{
      load_study(command.study, log), command.output, scratch_folder(), {}, {}, {}, {}, false, {}, 0};
  const auto wanted = wanted_jobs(command, order.study);
  const bool reduces = std::ranges::find(wanted, "reduce") != wanted.end();
  const bool optimizes = std::ranges::find(wanted, "optimize") != wanted.end();
  if (order.output.empty()) order.output = order.study.name() + ".h5";
  refuse_shared_files(order.study, order.output, command.trace);
  order.checkpoint = checkpoint_place(order.study, order.output);
  order.run = base::unforeseen();
  check_settings(order.study);
  const auto reduction = reduces ? make_reduction(order.study, order.scratch_folder) : nullptr;
  if (auto missing = study::missing_files(order.study); optimizes && !missing.empty()) {
    throw_errors({std::move(missing)});
  }
  if (optimizes) {
    for (const auto& doubt : study::misplaced_arguments(order.study)) log.warning(doubt.text());
    static_cast<void>(make_problems(order.study, {.scratch_folder = order.scratch_folder}));
  }
  lock.emplace(order.checkpoint, log);
  const auto standing = command.overwrite ? StandingResult{} : standing_result(order.output, order.study);
  for (const auto& job : wanted) {
    if (!standing.has(job) || (command.replay && job == "optimize")) order.jobs.push_back(job);
  }
  if (order.jobs.empty()) return order;
  for (std::size_t i = 0; i < order.jobs.size(); ++i) {
    order.learned.push_back(learned_model(order.study, workload_of(order.study, order.jobs, i), log));
  }
  order.says_overhead = says_overhead(order.study);
  if (standing.has("reduce")) order.inputs = standing.inputs;
  if (standing.has("optimize") && std::ranges::find(order.jobs, "optimize") == order.jobs.end()) {
    order.objectives = objective_identities(order.study);
  }
  const bool goes_on = command.resume || command.replay;
  if (goes_on) refuse_other_course(standing, order, command.replay ? "--replay" : "--resume");
  order.may_overwrite = command.overwrite || may_be_replaced(standing, order.jobs, goes_on);
  base::value_or_throw(store::check_target(order.output, order.may_overwrite));
  check_checkpoint_place(order, command.replay);
  if (!command.trace.empty()) base::value_or_throw(check_trace(command.trace));
  if (reduces) look_into_files(*reduction, order.study);
  return order;
}

RunOrder share_order(const RunCommand& command, std::optional<RunLock>& lock, base::Team& team,
                     base::Log& log) {
  const bool is_root = team.rank() == 0;
  std::optional<RunOrder> order;
  base::Error error;
  base::Buffer bytes;
  if (is_root) {
    base::Encoder out(bytes);
    try {
      order = make_order(command, lock, log);
      out.put(base::ExitStatus::done);
      encode(*order, out);
    } catch (const base::Failure& failure) {
      error = failure.error();
      out.put(failure.status());
    }
  }
  const auto all = team.gather_all(std::move(bytes));
  base::Decoder in(all.front());
  const auto status = in.get<base::ExitStatus>();
  if (status != base::ExitStatus::done) throw CommonFailure(std::move(error), status, is_root);
  return is_root ? *std::move(order) : decode(in);
}

}  // namespace winnow::app
