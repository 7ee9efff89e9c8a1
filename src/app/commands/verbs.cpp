#include "app/commands/verbs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iostream>

#include "app/journal/checkpoint_place.hpp"
#include "app/optimize/optimize_job.hpp"
#include "app/reduce/reduce_job.hpp"
#include "app/run/order_sharing.hpp"
#include "app/run/workload.hpp"
#include "app/scratch_folder.hpp"
#include "app/study_loading.hpp"
#include "app/watch/learning.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/cluster/node_facts.hpp"
#include "winnow/mpi/session.hpp"
#include "winnow/plan/report.hpp"
#include "winnow/plan/status.hpp"
#include "winnow/report/export_csv.hpp"
#include "winnow/report/export_text.hpp"
#include "winnow/report/show.hpp"
#include "winnow/report/terminal.hpp"
#include "winnow/sim/simulate.hpp"
#include "winnow/store/backup.hpp"
#include "winnow/store/result_file.hpp"
#include "winnow/study/documents.hpp"
#include "winnow/study/needed_files.hpp"

namespace winnow::app {
namespace {

using base::ExitStatus;
using base::value_or_throw;

ExitStatus print(std::string_view text) {
  fmt::print("{}", text);
  if (!text.ends_with('\n')) fmt::print("\n");
  return ExitStatus::done;
}

cluster::TopologySource topology_of(const std::string& text) {
  if (text.empty()) return cluster::ThisMachine{};
  if (text.ends_with(".xml")) return cluster::TopologyFile{text};
  return cluster::SyntheticTopology{text};
}

/// The cluster that the command line imagines, like this machine where it says nothing.
cluster::Cluster imagined_cluster(const PlanCommand& command, const cluster::NodeFacts& here) {
  const auto topology = command.topology.empty()
                            ? here.topology
                            : value_or_throw(cluster::load_topology(topology_of(command.topology)));
  cluster::MemoryLimit memory = here.memory;
  if (command.memory) memory = {*command.memory, "--memory", {{*command.memory, "--memory"}}};
  return cluster::imagine(command.nodes, topology, memory);
}

store::ResultFile open_result(const std::filesystem::path& path) {
  return value_or_throw(store::ResultFile::open(path));
}

/// The group that `winnow export` writes as CSV if none is named: the first table of statistics.
std::string first_table(const store::ResultFile& file) {
  for (const auto& group : file.groups()) {
    if (group.starts_with("reduce/") && file.has_table(group)) return group;
  }
  throw base::Failure(
      {file.path().string() + " has no table of statistics", "", "name a GROUP; winnow show lists them", {}});
}

}  // namespace

ExitStatus check(const CheckCommand& command, base::Log& log) {
  const auto study = load_study(command.study, log);
  check_settings(study);
  if (study.reduce()) (void)make_reduction(study, "/tmp");
  if (auto missing = study::missing_files(study); !missing.empty()) throw_errors({std::move(missing)});
  for (const auto& doubt : study::misplaced_arguments(study)) log.warning(doubt.text());
  const auto spawner = runs_programs(study) ? value_or_throw(program::Spawner::start()) : nullptr;
  try_isolated_plugins(study,
                       make_problems(study, {.scratch_folder = scratch_folder(), .spawner = spawner.get()}));
  return print(study::summarize(study));
}

ExitStatus study(const StudyCommand& command, base::Log& log) {
  switch (command.what) {
    case StudyCommand::What::defaults:
      return print(study::defaults_toml());
    case StudyCommand::What::reference:
      return print(study::reference_markdown());
    case StudyCommand::What::explain:
      break;
  }
  return print(study::explain(load_study(command.study, log)));
}

ExitStatus plan(const PlanCommand& command, base::Log& log) {
  const auto environment = cluster::Environment::of_this_process();
  const auto study = load_study(command.study, log);
  for (const auto& missing : study::missing_files(study)) log.warning(missing.text());
  for (const auto& doubt : study::misplaced_arguments(study)) log.warning(doubt.text());
  if (command.nodes == 0 && command.study.file.empty()) {
    const auto status = value_or_throw(plan::status_of(environment, study.resources()));
    return print(command.json ? plan::status_json(status) : plan::status_text(status));
  }
  const auto here = value_or_throw(cluster::discover_node(environment));
  const auto cluster =
      command.nodes > 0 ? imagined_cluster(command, here) : cluster::imagine(1, here.topology, here.memory);
  std::vector<plan::Plan> plans;
  auto jobs = study.jobs();
  if (jobs.empty()) jobs.emplace_back("reduce");
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto workload = workload_of(study, jobs, i);
    workload.learned = learned_model(study, workload, log);
    plans.push_back(value_or_throw(plan::solve(cluster, study.resources(), workload)));
  }
  if (command.json) return print(plan::plan_json(plans));
  std::vector<std::string> texts;
  for (const auto& one : plans) texts.push_back(plan::plan_text(one));
  return print(fmt::format("{}", fmt::join(texts, "\n")));
}

ExitStatus info(const InfoCommand& command) {
  const std::vector<plan::Component> built_with{
      {"MPI", mpi::library_version(), ""},
      {"HDF5", store::library_version(), ""},
  };
  const auto facts = value_or_throw(cluster::discover_node(cluster::Environment::of_this_process()));
  return print(command.json ? plan::info_json(built_with, facts) : plan::info_text(built_with, facts));
}

ExitStatus show(const ShowCommand& command) {
  const auto file = open_result(command.file);
  if (command.group.empty()) return print(value_or_throw(report::show_file(file)));
  report::ShowOptions options;
  options.all = command.all;
  options.statistic = command.statistic;
  options.width = report::detect_terminal(STDOUT_FILENO, report::process_environment()).width;
  return print(value_or_throw(report::show_group(file, command.group, options)));
}

ExitStatus export_result(const ExportCommand& command) {
  const auto file = open_result(command.file);
  if (!command.text.empty()) {
    report::TextExport options;
    options.name = command.text;
    if (!command.output.empty()) options.folder = command.output;
    options.group = command.group;
    options.statistic = command.statistic;
    options.format = command.number_format;
    options.metrics = command.metrics;
    const auto files = value_or_throw(report::export_text(file, options));
    return print(fmt::format("{} files in {}", files, options.folder.string()));
  }
  const auto group = command.group.empty() ? first_table(file) : command.group;
  if (command.output.empty()) {
    value_or_throw(report::export_csv(file, group, std::cout));
    return ExitStatus::done;
  }
  std::ofstream out(command.output, std::ios::binary);
  if (!out)
    throw base::Failure({"cannot write " + command.output.string(), base::system_words(errno), "", {}});
  value_or_throw(report::export_csv(file, group, out));
  return ExitStatus::done;
}

ExitStatus backup(const BackupCommand& command, base::Log& log) {
  StudyArguments arguments;
  arguments.file = command.study;
  const auto checkpoint = command.study.empty()
                              ? checkpoint_place(command.result)
                              : checkpoint_place(load_study(arguments, log), command.result);
  const store::BackupFolder folder(command.to, command.result.filename().string());
  const auto copy =
      value_or_throw(folder.take({command.result, checkpoint, search_folder(checkpoint)}, base::utc_now()));
  if (!copy) {
    throw base::Failure({fmt::format("there is nothing to copy of {}", command.result.string()),
                         fmt::format("neither it nor {} is there", checkpoint.string()),
                         "if its study keeps the checkpoint elsewhere, name that with --study",
                         {}});
  }
  value_or_throw(folder.rotate(command.keep));
  return print(copy->string());
}

ExitStatus restore(const RestoreCommand& command) {
  const auto files =
      value_or_throw(store::restore(command.copy, {.to = command.to, .overwrite = command.overwrite}));
  for (const auto& file : files) (void)print(file.string());
  return ExitStatus::done;
}

ExitStatus simulate(const SimulateCommand& command) {
  sim::SimulationOptions options;
  options.nodes = command.nodes;
  options.ranks = command.ranks;
  options.tasks = command.tasks;
  options.task_time = command.task_time;
  options.cv = command.variation;
  options.latency = command.latency;
  options.seed = command.seed;
  const base::SteadyClock clock;
  return print(sim::to_text(sim::simulate(options, clock)));
}

}  // namespace winnow::app
