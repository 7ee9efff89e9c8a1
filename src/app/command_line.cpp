#include "app/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "winnow/base/text.hpp"
#include "winnow/base/version.hpp"

namespace winnow::app {
namespace {

constexpr auto exit_statuses =
    "Exit status: 0 done, 2 bad input or usage, 3 too many rejections, 75 stopped early, 76 a rank was lost "
    "while all wrote the result, 1 a defect of Winnow.";

/// Values of CLI11's options, which wants them to stand still while it parses.
struct Values {
  RunCommand run;
  RunCommand reduce;
  RunCommand optimize;
  EvaluateCommand evaluate;
  CheckCommand check;
  StudyArguments study;
  bool defaults = false;
  bool reference = false;
  bool explain = false;
  PlanCommand plan;
  std::string plan_memory;
  InfoCommand info;
  ShowCommand show;
  ExportCommand exported;
  BackupCommand backup;
  RestoreCommand restore;
  TopCommand top;
  RunsCommand runs;
  SimulateCommand simulate;
  std::string task_time = "10ms";
  std::string latency = "0.005ms";
};

void add_study_options(CLI::App& verb, StudyArguments& study, bool required) {
  verb.add_option("STUDY", study.file, "the study file")->required(required);
  verb.add_option("--set", study.sets, "section.key=value, above all other layers; may be repeated")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false)  // what follows is another argument: a candidate's values, say
      ->type_name("KEY=VALUE");
  verb.add_option("--preset", study.preset, "workstation, large-memory, cluster, or one of your own");
}

void add_run(CLI::App& app, const std::string& name, const std::string& help, RunCommand& command) {
  auto& verb = *app.add_subcommand(name, help);
  add_study_options(verb, command.study, true);
  verb.add_option("-o,--output", command.output, "the result file; default: <study name>.h5, in this folder");
  verb.add_option("--trace", command.trace,
                  "write a timeline of ranks and tasks, for ui.perfetto.dev or chrome://tracing")
      ->check([](const std::string& path) { return path.empty() ? "the path is empty" : ""; });
  verb.add_flag("--overwrite", command.overwrite, "replace a result that is there");
  verb.add_flag("--resume", command.resume, "go on with the work of a run that was stopped or killed");
  if (name != "reduce") {
    verb.add_flag("--replay", command.replay,
                  "go through a search again from its journal, and evaluate nothing");
  }
  verb.add_flag("-q,--quiet", command.quiet, "no progress, only warnings and errors");
  verb.add_flag("--json", command.json, "progress and summary as JSON lines on standard output");
}

void add_evaluate(CLI::App& app, EvaluateCommand& command) {
  auto& verb = *app.add_subcommand("evaluate", "Evaluates one candidate of a study's [optimize]");
  add_study_options(verb, command.study, true);
  verb.add_option("VALUES", command.values, "a value for each parameter: latency=0.25")->required();
  verb.add_option("--problem", command.problem, "which, if the study has several");
}

void add_study(CLI::App& app, Values& values) {
  auto& check = *app.add_subcommand("check", "Validates a study and runs nothing");
  add_study_options(check, values.check.study, true);
  auto& study = *app.add_subcommand("study", "Explains study files and their keys");
  study.add_flag("--defaults", values.defaults, "a complete study with every default");
  study.add_flag("--reference", values.reference, "the reference of all keys, in Markdown");
  study.add_flag("--explain", values.explain, "each key's value and which layer it came from");
  add_study_options(study, values.study, false);
}

void add_plan(CLI::App& app, Values& values) {
  auto& verb =
      *app.add_subcommand("plan", "Prints nodes, limits, workers and predicted memory, and runs nothing");
  add_study_options(verb, values.plan.study, false);
  verb.add_option("--nodes", values.plan.nodes, "plan for so many imagined nodes");
  verb.add_option("--topology", values.plan.topology,
                  "of the imagined nodes: \"pack:2 core:64 pu:1\", or a file written by lstopo");
  verb.add_option("--memory", values.plan_memory, "limit of each imagined node: 256GiB");
  verb.add_flag("--json", values.plan.json, "as JSON");
}

void add_results(CLI::App& app, Values& values) {
  auto& show = *app.add_subcommand("show", "Prints what a result file holds");
  show.add_option("FILE", values.show.file, "the result file")->required();
  show.add_option("GROUP", values.show.group,
                  "one of its groups: reduce/router_buffer; or performance: where its time went");
  show.add_flag("--all", values.show.all, "every row");
  show.add_option("--statistic", values.show.statistic, "only this one");
  auto& exported = *app.add_subcommand("export", "Writes results as CSV, or as a text file per group");
  exported.add_option("FILE", values.exported.file, "the result file")->required();
  exported.add_option("GROUP", values.exported.group, "the group; default: the one that fits");
  exported.add_option("--text", values.exported.text,
                      "one text file per row, so named: \"{report}_{router}_{ttl}_ttl_average.txt\"");
  exported.add_option("--statistic", values.exported.statistic, "of the text files; default: mean");
  exported.add_option("--format", values.exported.number_format, "of numbers in text files; default: %.4f");
  exported
      .add_option("--metrics", values.exported.metrics,
                  "patterns of the text files' metrics; \"!x\" leaves out")
      ->take_all();
  exported.add_option("-o,--output", values.exported.output, "CSV: the file; text: the folder");
}

void add_backups(CLI::App& app, Values& values) {
  auto& backup = *app.add_subcommand("backup", "Copies a result, and what its run can be resumed from");
  backup.add_option("FILE", values.backup.result, "the result file, or where it is to be")->required();
  backup.add_option("--to", values.backup.to, "the folder of copies")->required();
  backup.add_option("--study", values.backup.study,
                    "the study, where it keeps the checkpoint of an unfinished run elsewhere");
  backup.add_option("--keep", values.backup.keep, "so many copies; older ones are removed")
      ->check(CLI::PositiveNumber);
  auto& restore =
      *app.add_subcommand("restore", "Puts the files of a backup back, after a look at all of them");
  restore.add_option("COPY", values.restore.copy, "the copy, or the folder of copies: the newest")
      ->required();
  restore.add_option("--to", values.restore.to, "a folder; default: where the files were");
  restore.add_flag("--overwrite", values.restore.overwrite, "replace files that are there");
}

void add_monitors(CLI::App& app, Values& values) {
  auto& top = *app.add_subcommand("top", "Shows a running job, from another terminal");
  top.add_option("RUN", values.top.run, "its result or its process; default: the only one");
  top.add_flag("--once", values.top.once, "print what there is to see now");
  top.add_flag("--json", values.top.json, "the same as JSON");
  app.add_subcommand("runs", "Lists your running jobs")->add_flag("--json", values.runs.json, "as JSON");
}

void add_simulate(CLI::App& app, Values& values) {
  auto& verb = *app.add_subcommand("simulate", "Runs the farm on imagined nodes and prints its efficiency");
  verb.add_option("--nodes", values.simulate.nodes, "imagined nodes");
  verb.add_option("--ranks", values.simulate.ranks, "ranks on each");
  verb.add_option("--tasks", values.simulate.tasks, "how many tasks");
  verb.add_option("--task-time", values.task_time, "mean time of a task: 10ms");
  verb.add_option("--cv", values.simulate.variation, "coefficient of variation of the task time (lognormal)");
  verb.add_option("--latency", values.latency, "of a message: 0.005ms");
  verb.add_option("--seed", values.simulate.seed, "of the random numbers");
}

/// Every verb and option, to name the one that was meant.
std::vector<std::string> words_of(const CLI::App& app) {
  std::vector<std::string> words;
  for (const auto* verb : app.get_subcommands({})) words.push_back(verb->get_name());
  for (const auto* verb : app.get_subcommands({})) {
    for (const auto* option : verb->get_options({})) {
      for (const auto& name : option->get_lnames()) words.push_back("--" + name);
    }
  }
  return words;
}

base::Error usage_error(const CLI::App& app, const CLI::ParseError& error, int argc,
                        const char* const* argv) {
  const auto words = words_of(app);
  for (int i = 1; i < argc; ++i) {
    const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
    const bool may_be_misspelt = i == 1 || word.starts_with("--");
    if (!may_be_misspelt || std::find(words.begin(), words.end(), word) != words.end()) continue;
    if (word == "--help" || word == "--version") continue;
    const auto near = base::nearest(word, words, 1);
    const std::string kind = word.starts_with("-") ? "option" : "verb";
    return {fmt::format("unknown {} \"{}\"", kind, word),
            "",
            near.empty() ? "winnow --help lists them" : fmt::format("write \"{}\"", near.front()),
            {}};
  }
  return {error.what(), "", "winnow --help, or winnow VERB --help, says how", {}};
}

base::Result<StudyCommand> study_command(const Values& values) {
  if (int{values.defaults} + int{values.reference} + int{values.explain} != 1) {
    return base::fail("winnow study wants one of --defaults, --reference and --explain");
  }
  if (values.explain && values.study.file.empty()) return base::fail("winnow study --explain wants a STUDY");
  const auto what = values.defaults    ? StudyCommand::What::defaults
                    : values.reference ? StudyCommand::What::reference
                                       : StudyCommand::What::explain;
  return StudyCommand{what, values.study};
}

base::Result<PlanCommand> plan_command(Values& values) {
  if (!values.plan_memory.empty()) {
    auto memory = base::parse_bytes(values.plan_memory);
    if (!memory) return tl::unexpected(std::move(memory).error());
    values.plan.memory = *memory;
  }
  if (values.plan.nodes == 0 && (!values.plan.topology.empty() || values.plan.memory)) values.plan.nodes = 1;
  return values.plan;
}

base::Result<SimulateCommand> simulate_command(Values& values) {
  auto task_time = base::parse_seconds(values.task_time);
  if (!task_time) return tl::unexpected(std::move(task_time).error());
  auto latency = base::parse_seconds(values.latency);
  if (!latency) return tl::unexpected(std::move(latency).error());
  values.simulate.task_time = *task_time;
  values.simulate.latency = *latency;
  return values.simulate;
}

/// The struct of the verb that was parsed.
base::Result<Command> command_of(const std::string& verb, Values& values) {
  const auto as_command = [](auto&& part) -> base::Result<Command> {
    if (!part) return tl::unexpected(std::move(part).error());
    return Command(*std::move(part));
  };
  if (verb == "run") return values.run;
  if (verb == "reduce") {
    values.reduce.job = verb;
    return values.reduce;
  }
  if (verb == "optimize") {
    values.optimize.job = verb;
    return values.optimize;
  }
  if (verb == "evaluate") return values.evaluate;
  if (verb == "check") return values.check;
  if (verb == "study") return as_command(study_command(values));
  if (verb == "plan") return as_command(plan_command(values));
  if (verb == "info") return values.info;
  if (verb == "show") return values.show;
  if (verb == "export") return values.exported;
  if (verb == "backup") return values.backup;
  if (verb == "restore") return values.restore;
  if (verb == "top") return values.top;
  if (verb == "runs") return values.runs;
  return as_command(simulate_command(values));
}

}  // namespace

base::Result<Command> parse_command_line(int argc, const char* const* argv) {
  CLI::App app("Winnow reduces simulation campaigns on MPI ranks, inside the memory it was given.", "winnow");
  app.set_version_flag("--version", fmt::format("winnow {}", base::version()));
  app.footer(exit_statuses);
  app.require_subcommand(1);
  Values values;
  add_run(app, "run", "Does every job of a study; started with mpirun, on all its ranks", values.run);
  add_run(app, "reduce", "Does the study's job [reduce]; started with mpirun, on all its ranks",
          values.reduce);
  add_run(app, "optimize", "Does the study's job [optimize]; started with mpirun, on all its ranks",
          values.optimize);
  add_evaluate(app, values.evaluate);
  add_study(app, values);
  add_plan(app, values);
  app.add_subcommand("info", "Lists what was found on this machine, and what is off without it")
      ->add_flag("--json", values.info.json, "as JSON");
  add_results(app, values);
  add_backups(app, values);
  add_monitors(app, values);
  add_simulate(app, values);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return PrintCommand{std::string(version.what()) + "\n"};
  } catch (const CLI::CallForHelp&) {
    const auto verbs = app.get_subcommands();
    return PrintCommand{verbs.empty() ? app.help() : verbs.front()->help()};
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(usage_error(app, error, argc, argv));
  }
  return command_of(app.get_subcommands().front()->get_name(), values);
}

}  // namespace winnow::app
