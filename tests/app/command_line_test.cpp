#include "app/command_line.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

base::Result<Command> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "winnow");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

/// The command, which must be a good one of that kind.
template <class Kind>
Kind parsed(std::vector<const char*> words) {
  const auto command = parse(std::move(words));
  if (!command) throw std::runtime_error(command.error().text());
  return std::get<Kind>(*command);
}

std::string refusal_of(std::vector<const char*> words) {
  const auto command = parse(std::move(words));
  return command ? "taken" : command.error().text();
}

TEST(CommandLine, run_does_all_jobs_of_a_study_and_nothing_else_unasked) {
  const auto run = parsed<RunCommand>({"run", "city.toml"});
  EXPECT_EQ(run.study.file, "city.toml");
  EXPECT_THAT(run.study.sets, IsEmpty());
  EXPECT_FALSE(run.study.preset);
  EXPECT_THAT(run.job, IsEmpty());
  EXPECT_TRUE(run.output.empty());
  EXPECT_FALSE(run.overwrite);
  EXPECT_FALSE(run.resume);
  EXPECT_FALSE(run.quiet);
  EXPECT_FALSE(run.json);
}

TEST(CommandLine, run_takes_output_and_manners) {
  EXPECT_EQ(parsed<RunCommand>({"run", "city.toml", "-o", "out/a.h5"}).output, "out/a.h5");
  EXPECT_EQ(parsed<RunCommand>({"run", "city.toml", "--output=a.h5"}).output, "a.h5");
  EXPECT_TRUE(parsed<RunCommand>({"run", "city.toml", "--overwrite"}).overwrite);
  EXPECT_TRUE(parsed<RunCommand>({"run", "city.toml", "--resume"}).resume);
  EXPECT_TRUE(parsed<RunCommand>({"run", "city.toml", "--quiet"}).quiet);
  EXPECT_TRUE(parsed<RunCommand>({"run", "-q", "city.toml"}).quiet);
  EXPECT_TRUE(parsed<RunCommand>({"run", "city.toml", "--json"}).json);
}

TEST(CommandLine, refuses_a_trace_without_a_name) {
  EXPECT_EQ(refusal_of({"run", "city.toml", "--trace", ""}),
            "--trace: the path is empty: winnow --help, or winnow VERB --help, says how");
  EXPECT_THAT(refusal_of({"run", "city.toml", "--trace="}), HasSubstr("--trace"));
}

TEST(CommandLine, reduce_does_that_job_alone) {
  const auto reduce = parsed<RunCommand>({"reduce", "city.toml", "--overwrite"});
  EXPECT_EQ(reduce.job, "reduce");
  EXPECT_EQ(reduce.study.file, "city.toml");
  EXPECT_TRUE(reduce.overwrite);
}

TEST(CommandLine, every_verb_with_a_study_takes_sets_and_a_preset) {
  const auto expect_both = [](const StudyArguments& study) {
    EXPECT_EQ(study.file, "city.toml");
    EXPECT_THAT(study.sets, ElementsAre("farm.prefetch=2", "reduce.metrics=[\"a\", \"b\"]"));
    EXPECT_EQ(study.preset, "cluster");
  };
  const auto with = [](std::vector<const char*> words) {
    for (const auto* word : {"--set", "farm.prefetch=2", "--preset", "cluster", "city.toml", "--set",
                             "reduce.metrics=[\"a\", \"b\"]"}) {
      words.push_back(word);
    }
    return words;
  };
  expect_both(parsed<RunCommand>(with({"run"})).study);
  expect_both(parsed<RunCommand>(with({"reduce"})).study);
  expect_both(parsed<CheckCommand>(with({"check"})).study);
  expect_both(parsed<StudyCommand>(with({"study", "--explain"})).study);
  expect_both(parsed<PlanCommand>(with({"plan"})).study);
}

TEST(CommandLine, evaluate_takes_values_behind_any_option) {
  const auto evaluate =
      parsed<EvaluateCommand>({"evaluate", "bowl.toml", "--set", "optimize.objective.noisy=true", "x=-1.5",
                               "--problem", "city", "k=2"});
  EXPECT_THAT(evaluate.study.sets, ElementsAre("optimize.objective.noisy=true"));
  EXPECT_THAT(evaluate.values, ElementsAre("x=-1.5", "k=2"));
  EXPECT_EQ(evaluate.problem, "city");
}

TEST(CommandLine, verbs_that_need_a_study_or_file_say_so) {
  EXPECT_THAT(refusal_of({"run"}), StartsWith("STUDY is required"));
  EXPECT_THAT(refusal_of({"reduce"}), StartsWith("STUDY is required"));
  EXPECT_THAT(refusal_of({"check"}), StartsWith("STUDY is required"));
  EXPECT_THAT(refusal_of({"show"}), StartsWith("FILE is required"));
  EXPECT_THAT(refusal_of({"backup", "city.h5"}), StartsWith("--to is required"));
  EXPECT_THAT(refusal_of({"restore"}), StartsWith("COPY is required"));
  EXPECT_EQ(refusal_of({"export"}), "FILE is required: winnow --help, or winnow VERB --help, says how");
}

TEST(CommandLine, study_explains_one_thing_at_a_time) {
  using What = StudyCommand::What;
  EXPECT_EQ(parsed<StudyCommand>({"study", "--defaults"}).what, What::defaults);
  EXPECT_EQ(parsed<StudyCommand>({"study", "--reference"}).what, What::reference);
  EXPECT_EQ(parsed<StudyCommand>({"study", "--explain", "city.toml"}).what, What::explain);
  const auto one_of = "winnow study wants one of --defaults, --reference and --explain";
  EXPECT_EQ(refusal_of({"study"}), one_of);
  EXPECT_EQ(refusal_of({"study", "city.toml"}), one_of);
  EXPECT_EQ(refusal_of({"study", "--defaults", "--reference"}), one_of);
  EXPECT_EQ(refusal_of({"study", "--explain"}), "winnow study --explain wants a STUDY");
}

TEST(CommandLine, plan_is_of_this_machine_unless_nodes_are_imagined) {
  const auto here = parsed<PlanCommand>({"plan"});
  EXPECT_TRUE(here.study.file.empty());
  EXPECT_EQ(here.nodes, 0U);
  EXPECT_FALSE(here.memory);
  EXPECT_FALSE(here.json);
  const auto there = parsed<PlanCommand>(
      {"plan", "--nodes", "8", "--topology", "pack:2 core:64 pu:1", "--memory", "256GiB", "--json"});
  EXPECT_EQ(there.nodes, 8U);
  EXPECT_EQ(there.topology, "pack:2 core:64 pu:1");
  EXPECT_EQ(there.memory, base::gibibytes(256));
  EXPECT_TRUE(there.json);
}

TEST(CommandLine, plan_imagines_one_node_if_only_its_kind_is_named) {
  EXPECT_EQ(parsed<PlanCommand>({"plan", "--topology", "core:4 pu:1"}).nodes, 1U);
  EXPECT_EQ(parsed<PlanCommand>({"plan", "--memory", "8GiB"}).nodes, 1U);
}

TEST(CommandLine, plan_refuses_what_is_no_size) {
  EXPECT_THAT(refusal_of({"plan", "--memory", "lots"}), HasSubstr("lots"));
  EXPECT_THAT(refusal_of({"plan", "--memory", "-1GiB"}), HasSubstr("-1GiB"));
  EXPECT_THAT(refusal_of({"plan", "--nodes", "many"}), HasSubstr("--nodes"));
}

TEST(CommandLine, info_may_be_for_machines) {
  EXPECT_FALSE(parsed<InfoCommand>({"info"}).json);
  EXPECT_TRUE(parsed<InfoCommand>({"info", "--json"}).json);
}

TEST(CommandLine, backup_and_restore_go_to_folders) {
  const auto backup =
      parsed<BackupCommand>({"backup", "city.h5", "--to", "archive", "--keep", "5", "--study", "city.toml"});
  EXPECT_EQ(backup.result, "city.h5");
  EXPECT_EQ(backup.to, "archive");
  EXPECT_EQ(backup.keep, 5U);
  EXPECT_EQ(backup.study, "city.toml");
  const auto restore = parsed<RestoreCommand>({"restore", "archive", "--to", "new", "--overwrite"});
  EXPECT_EQ(restore.copy, "archive");
  EXPECT_EQ(restore.to, "new");
  EXPECT_TRUE(restore.overwrite);
  EXPECT_FALSE(parsed<RestoreCommand>({"restore", "archive"}).overwrite);
}

TEST(CommandLine, takes_the_verbs_that_look_at_running_jobs) {
  EXPECT_EQ(parsed<TopCommand>({"top"}).run, "");
  const auto top = parsed<TopCommand>({"top", "city.h5", "--once", "--json"});
  EXPECT_EQ(top.run, "city.h5");
  EXPECT_TRUE(top.once);
  EXPECT_TRUE(top.json);
  EXPECT_TRUE(parsed<RunsCommand>({"runs", "--json"}).json);
}

TEST(CommandLine, show_takes_a_group_and_a_statistic) {
  const auto plain = parsed<ShowCommand>({"show", "city.h5"});
  EXPECT_EQ(plain.file, "city.h5");
  EXPECT_THAT(plain.group, IsEmpty());
  EXPECT_THAT(plain.statistic, IsEmpty());
  EXPECT_FALSE(plain.all);
  const auto precise =
      parsed<ShowCommand>({"show", "city.h5", "reduce/router", "--all", "--statistic", "std"});
  EXPECT_EQ(precise.group, "reduce/router");
  EXPECT_EQ(precise.statistic, "std");
  EXPECT_TRUE(precise.all);
}

TEST(CommandLine, export_writes_csv_of_means_unless_told_otherwise) {
  const auto csv = parsed<ExportCommand>({"export", "city.h5"});
  EXPECT_EQ(csv.file, "city.h5");
  EXPECT_THAT(csv.group, IsEmpty());
  EXPECT_THAT(csv.text, IsEmpty());
  EXPECT_EQ(csv.statistic, "mean");
  EXPECT_EQ(csv.number_format, "%.4f");
  EXPECT_THAT(csv.metrics, IsEmpty());
  EXPECT_TRUE(csv.output.empty());
}

TEST(CommandLine, export_takes_the_form_of_text_files) {
  const auto text = parsed<ExportCommand>({"export", "city.h5", "reduce/router", "--text", "{router}.txt",
                                           "--statistic", "std", "--format", "%.2e", "--metrics", "latency_*",
                                           "!latency_med", "-o", "averages"});
  EXPECT_EQ(text.group, "reduce/router");
  EXPECT_EQ(text.text, "{router}.txt");
  EXPECT_EQ(text.statistic, "std");
  EXPECT_EQ(text.number_format, "%.2e");
  EXPECT_THAT(text.metrics, ElementsAre("latency_*", "!latency_med"));
  EXPECT_EQ(text.output, "averages");
}

TEST(CommandLine, simulate_reads_times_with_their_units) {
  const auto simulate =
      parsed<SimulateCommand>({"simulate", "--nodes", "100", "--ranks", "64", "--tasks", "5000",
                               "--task-time", "2min", "--cv", "0.5", "--latency", "1ms", "--seed", "7"});
  EXPECT_EQ(simulate.nodes, 100U);
  EXPECT_EQ(simulate.ranks, 64U);
  EXPECT_EQ(simulate.tasks, 5000U);
  EXPECT_EQ(simulate.task_time, base::Seconds{120});
  EXPECT_EQ(simulate.variation, 0.5);
  EXPECT_DOUBLE_EQ(simulate.latency.count, 1e-3);
  EXPECT_EQ(simulate.seed, 7U);
}

TEST(CommandLine, simulate_has_the_defaults_of_its_struct) {
  const auto simulate = parsed<SimulateCommand>({"simulate"});
  const SimulateCommand defaults;
  EXPECT_EQ(simulate.nodes, defaults.nodes);
  EXPECT_DOUBLE_EQ(simulate.task_time.count, defaults.task_time.count);
  EXPECT_DOUBLE_EQ(simulate.latency.count, defaults.latency.count);
}

TEST(CommandLine, simulate_refuses_what_is_no_duration) {
  EXPECT_THAT(refusal_of({"simulate", "--task-time", "soon"}), HasSubstr("soon"));
  EXPECT_THAT(refusal_of({"simulate", "--latency", "near"}), HasSubstr("near"));
}

TEST(CommandLine, a_misspelt_verb_gets_the_nearest) {
  EXPECT_EQ(refusal_of({"redcue", "city.toml"}), "unknown verb \"redcue\": write \"reduce\"");
  EXPECT_EQ(refusal_of({"shwo"}), "unknown verb \"shwo\": write \"show\"");
}

TEST(CommandLine, a_verb_like_no_other_is_answered_with_where_they_are_listed) {
  EXPECT_EQ(refusal_of({"defenestrate"}), "unknown verb \"defenestrate\": winnow --help lists them");
}

TEST(CommandLine, a_misspelt_option_gets_the_nearest) {
  EXPECT_EQ(refusal_of({"run", "city.toml", "--overwite"}),
            "unknown option \"--overwite\": write \"--overwrite\"");
  EXPECT_EQ(refusal_of({"plan", "--memroy=8GiB"}), "unknown option \"--memroy\": write \"--memory\"");
  EXPECT_EQ(refusal_of({"--verison"}), "unknown option \"--verison\": winnow --help lists them");
}

TEST(CommandLine, an_option_of_another_verb_is_not_called_unknown) {
  EXPECT_THAT(refusal_of({"check", "city.toml", "--overwrite"}), HasSubstr("--overwrite"));
  EXPECT_THAT(refusal_of({"check", "city.toml", "--overwrite"}), testing::Not(HasSubstr("unknown option")));
}

TEST(CommandLine, no_verb_at_all_is_refused) {
  EXPECT_THAT(refusal_of({}), HasSubstr("winnow --help"));
}

TEST(CommandLine, help_names_every_verb_and_what_the_exit_statuses_mean) {
  const auto help = parsed<PrintCommand>({"--help"}).text;
  for (const auto* verb : {"run", "reduce", "check", "study", "plan", "info", "show", "export", "simulate"}) {
    EXPECT_THAT(help, HasSubstr("\n  " + std::string(verb) + " "));
  }
  EXPECT_THAT(help, HasSubstr("Exit status: 0 done, 2 bad input or usage, 3 too many rejections, 75 stopped "
                              "early, 76 a rank was lost while all wrote the result, 1 a defect of Winnow."));
}

TEST(CommandLine, a_verbs_help_is_of_that_verb) {
  const auto help = parsed<PrintCommand>({"export", "--help"}).text;
  EXPECT_THAT(help, HasSubstr("--format"));
  EXPECT_THAT(help, testing::Not(HasSubstr("--overwrite")));
}

TEST(CommandLine, version_is_one_line) {
  EXPECT_THAT(parsed<PrintCommand>({"--version"}).text, testing::MatchesRegex("winnow [0-9.]+\n"));
}

}  // namespace
}  // namespace winnow::app
