#include <gmock/gmock.h>

#include "study/problem.hpp"
#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::problem;
using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(OptimizeTable, reads_every_key_of_a_problem) {
  const auto study = StudyFolder(R"(
[optimize]
name = "city"
algorithm = "de"
strategy = "rand1exp"
mutation = 0.8
recombination = 0.9
init = "@start.csv"
population = "10 per parameter"
population_multiple = "workers"
update = "generation"
goal = "max"
constraints = ["g1 <= 0", "g2>=1.5", "h = -2"]
equality_tolerance = 1e-6
evaluations = 100000
generations = 500
time = "2h"
target = 1e-8
tolerance = 0.01
seed = 7
polish = "bobyqa"
islands = "node"
record = "all"
migration = { every = 20, topology = "ring" }
[[optimize.parameter]]
name = "latency"
low = 0.1
high = 10
scale = "log"
start = 1.5
[[optimize.parameter]]
name = "hops"
type = "integer"
low = 1
high = 9
step = 2
[[optimize.parameter]]
name = "router"
type = "choice"
choices = ["epidemic", 16, 0.5]
start = "epidemic"
[optimize.objective]
program = ["./simulate", "--latency={latency}"]
templates = ["settings.txt.in"]
environment = { THREADS = "1" }
stdin = "none"
directory = "/scratch"
keep = "all"
memory = "2GiB"
cpu = "10min"
concurrent_starts = 4
outputs = ["g1", "g2", "h"]
noisy = true
read = { file = "*.txt", value = "delivery_prob" }
[optimize.failure]
timeout = "30s"
grace = "0.5s"
kill = "2s"
max_retries = { timeout = 0, other = 2 }
penalty = "infeasible"
max_crash_rate = "50%"
[optimize.cache]
path = "auto"
size = "1GiB"
ttl = "none"
digits = 12
[optimize.backup]
every = "6h"
keep = 5
to = "/archive"
)")
                         .study();
  ASSERT_EQ(study.optimize().size(), 1u);
  const auto& read = study.optimize().front();
  EXPECT_EQ(read.name, "city");
  EXPECT_EQ(read.algorithm, Algorithm::de);
  EXPECT_EQ(read.strategy, "rand1exp");
  EXPECT_EQ(read.mutation, (Dither{0.8, 0.8}));
  EXPECT_EQ(read.recombination, 0.9);
  EXPECT_EQ(read.init, "@start.csv");
  EXPECT_EQ(read.population.value(), PopulationSize::per_parameter(10));
  EXPECT_EQ(read.population_multiple, PopulationMultiple::workers);
  EXPECT_EQ(read.goal, Goal::max);
  EXPECT_THAT(read.constraints,
              ElementsAre(Constraint{"g1", Relation::at_most, 0}, Constraint{"g2", Relation::at_least, 1.5},
                          Constraint{"h", Relation::equal, -2}));
  EXPECT_EQ(read.equality_tolerance, 1e-6);
  EXPECT_EQ(read.budget, (Budget{100000, 500, base::Seconds{7200}, 1e-8, 0.01}));
  EXPECT_EQ(read.seed, 7u);
  EXPECT_EQ(read.polish, Polish::bobyqa);
  EXPECT_TRUE(read.islands.is_word());
  EXPECT_EQ(read.record, Record::all);
  EXPECT_EQ(read.migration.every, 20u);
  ASSERT_EQ(read.parameters.size(), 3u);
  EXPECT_EQ(
      read.parameters[0],
      (Parameter{.name = "latency", .low = 0.1, .high = 10.0, .scale = Scale::log, .start = Literal{"1.5"}}));
  EXPECT_EQ(
      read.parameters[1],
      (Parameter{.name = "hops", .type = ParameterType::integer, .low = 1.0, .high = 9.0, .step = 2.0}));
  EXPECT_EQ(read.parameters[2].choices, (std::vector<Literal>{{"epidemic"}, {"16"}, {"0.5"}}));
  const auto& objective = read.objective;
  EXPECT_THAT(objective.program, ElementsAre("./simulate", "--latency={latency}"));
  EXPECT_THAT(objective.templates, ElementsAre("settings.txt.in"));
  EXPECT_THAT(objective.environment, ElementsAre(Pair("THREADS", "1")));
  EXPECT_EQ(objective.standard_input, ProgramInput::none);
  EXPECT_EQ(objective.directory.value(), "/scratch");
  EXPECT_EQ(objective.keep, Keep::all);
  EXPECT_EQ(objective.memory.value(), base::gibibytes(2));
  EXPECT_EQ(objective.cpu.value(), base::Seconds{600});
  EXPECT_EQ(objective.concurrent_starts.value(), 4u);
  EXPECT_TRUE(objective.noisy);
  EXPECT_EQ(objective.read.file.value(), "*.txt");
  EXPECT_EQ(objective.read.value.value(), "delivery_prob");
  EXPECT_EQ(read.failure.timeout.value(), base::Seconds{30});
  EXPECT_EQ(read.failure.max_retries.of("timeout"), 0u);
  EXPECT_EQ(read.failure.max_retries.of("signal"), 2u);
  EXPECT_EQ(read.failure.penalty.kind, Penalty::Kind::infeasible);
  EXPECT_EQ(read.failure.max_crash_rate.of_one, 0.5);
  EXPECT_TRUE(read.cache.path.value().is_word());
  EXPECT_TRUE(read.cache.ttl.is_word());
  EXPECT_EQ(read.cache.digits, 12u);
  EXPECT_EQ(read.backup, (Backup{base::Seconds{21600}, 5, std::string("/archive")}));
}

TEST(OptimizeTable, needs_little_to_be_a_problem) {
  const auto study = StudyFolder(problem()).study();
  EXPECT_THAT(study.jobs(), ElementsAre("optimize"));
  EXPECT_EQ(study.optimize().front().algorithm, Algorithm::jso);
  EXPECT_EQ(study.optimize().front().population, AutoOr<PopulationSize>());
}

TEST(OptimizeTable, names_the_nearest_algorithm_strategy_and_init) {
  EXPECT_THAT(
      StudyFolder(problem("algorithm = \"lshde\"\nstrategy = \"bestbin\"\ninit = \"sobel\"\n")).errors(),
      ElementsAre("city.toml:3:13: optimize.algorithm = \"lshde\" is unknown (it is one of \"de\", \"jde\", "
                  "\"jade\", \"shade\", \"lshade\" and \"jso\"): write \"lshade\"",
                  testing::AllOf(testing::HasSubstr("optimize.strategy = \"bestbin\" is unknown"),
                                 testing::EndsWith("write \"best1bin\"")),
                  "city.toml:5:8: optimize.init = \"sobel\" is unknown (it is one of \"auto\", "
                  "\"latinhypercube\", \"sobol\", \"halton\", \"random\" and \"@FILE\"): write \"sobol\""));
}

TEST(OptimizeTable, names_the_nearest_key_and_section) {
  EXPECT_THAT(
      StudyFolder(problem("algoritm = \"de\"\ntimeout = 5\n[optimize.falure]\ntimeout = 5\n"
                          "[optimize.cache]\ndigts = 3\n"))
          .errors(),
      ElementsAre(
          "city.toml:3:1: unknown key \"algoritm\" (not in [optimize]): write \"algorithm\"",
          "city.toml:4:1: unknown key \"timeout\" (not in [optimize]): write it below [optimize.failure]",
          "city.toml:5:11: unknown key \"falure\" (not in [optimize]): write [optimize.failure]",
          "city.toml:8:1: unknown key \"digts\" (not in [optimize.cache]): write \"digits\""));
}

TEST(OptimizeTable, tells_a_section_from_a_key) {
  EXPECT_THAT(StudyFolder(problem("failure = \"worst\"\n")).errors(),
              ElementsAre("city.toml:3:1: optimize.failure is text ([optimize.failure] is a section): write "
                          "[optimize.failure] on a line of its own and its keys below"));
}

TEST(OptimizeTable, refuses_a_problem_that_never_ends) {
  EXPECT_THAT(StudyFolder("[optimize]\nobjective = { function = \"sphere\" }\n"
                          "parameter = { name = \"x\", low = 0, high = 1 }\n")
                  .errors(),
              ElementsAre("city.toml:1:2: the problem has no budget (nothing says when it ends): set one or "
                          "more of evaluations, generations, time, target and tolerance"));
}

TEST(OptimizeTable, refuses_a_search_that_needs_to_know_how_far_it_is) {
  const auto errors_of = [](const std::string& keys) {
    return StudyFolder("[optimize]\ntime = \"1s\"\n" + keys +
                       "parameter = { name = \"x\", low = 0, high = 1 }\n")
        .errors();
  };
  const std::string sphere = "objective = { function = \"sphere\" }\n";
  EXPECT_THAT(
      errors_of("algorithm = \"lshade\"\n" + sphere),
      ElementsAre("city.toml:3:1: lshade needs a budget that is counted (its population shrinks as that "
                  "is used up): set evaluations or generations, whichever comes first ends it; or "
                  "write algorithm = \"shade\""));
  EXPECT_THAT(errors_of("algorithm = \"shade\"\n" + sphere), IsEmpty());
  EXPECT_THAT(
      errors_of("algorithm = \"shade\"\nconstraints = [\"g <= 0\"]\n"
                "objective = { program = [\"./model\"], outputs = [\"f\", \"g\"] }\n"),
      ElementsAre("city.toml:4:1: constraints need a budget that is counted (how far they may be broken "
                  "falls to nothing as that is used up): set evaluations or generations, whichever "
                  "comes first ends it"));
}

TEST(OptimizeTable, refuses_a_problem_without_parameters) {
  EXPECT_THAT(
      StudyFolder("[optimize]\nevaluations = 10\n[optimize.objective]\nfunction = \"sphere\"\n").errors(),
      ElementsAre("city.toml:1:2: the problem has no parameters (there is nothing to search): add sections "
                  "[[optimize.parameter]]"));
}

TEST(OptimizeTable, refuses_two_parameters_of_one_name) {
  EXPECT_THAT(
      StudyFolder(problem("", "[[optimize.parameter]]\nname = \"x\"\nlow = 0\nhigh = 1\n")).errors(),
      ElementsAre("city.toml:10:1: optimize.parameter.name = \"x\" stands twice (items of a list are told "
                  "apart by their names): give one of them another"));
}

TEST(OptimizeTable, refuses_texts_that_are_no_constraints) {
  for (const auto* text : {"g1", "g1 < 0", "<= 0", "g1 <= g2", "g1 <=", "g 1 <= 0", "0 <= g1 <= 1"}) {
    EXPECT_THAT(StudyFolder(problem("constraints = \"" + std::string(text) + "\"\n")).errors(),
                ElementsAre("city.toml:3:15: optimize.constraints = \"" + std::string(text) +
                            "\" is no constraint (it takes an output of the objective, a sign and a number): "
                            "write, for example, \"g1 <= 0\", \"g2 >= 1\" or \"h = 0\""));
  }
}

TEST(OptimizeTable, refuses_constraints_on_what_the_objective_does_not_give) {
  const auto study = [](const std::string& outputs) {
    return "[optimize]\nevaluations = 10\nconstraints = [\"latency <= 5\"]\n"
           "parameter = { name = \"x\", low = 0, high = 1 }\n"
           "[optimize.objective]\nprogram = \"simulate\"\noutputs = " +
           outputs + "\n";
  };
  EXPECT_THAT(StudyFolder(study("[\"latncy\", \"cost\"]")).errors(),
              ElementsAre("city.toml:3:1: the constraint \"latency <= 5\" is on no output of the objective "
                          "(its outputs are latncy and cost): write latncy"));
  EXPECT_THAT(StudyFolder(study("[]")).errors(),
              ElementsAre("city.toml:3:1: the constraint \"latency <= 5\" is on no output of the objective "
                          "(optimize.objective.outputs names none): add \"latency\" to "
                          "optimize.objective.outputs"));
}

TEST(OptimizeTable, has_islands_whenever_the_population_changes) {
  for (const auto* update : {"generation", "steady"}) {
    const auto keys = std::string("update = \"") + update + "\"\nislands = 4\n";
    EXPECT_THAT(StudyFolder(problem(keys)).errors(), IsEmpty());
  }
}

TEST(OptimizeTable, refuses_populations_without_differences) {
  EXPECT_THAT(StudyFolder(problem("population = \"3 per parameter\"\n")).errors(),
              ElementsAre("city.toml:3:1: a population of 3 is too small (differential evolution needs 4 at "
                          "least): raise it, or write \"auto\""));
}

TEST(OptimizeTable, refuses_backups_to_nowhere) {
  EXPECT_THAT(StudyFolder(problem("backup = { every = \"6h\" }\n")).errors(),
              ElementsAre("city.toml:3:1: optimize.backup.to is missing (backups are wanted every so often): "
                          "name the folder that they go to, or write every = \"none\""));
}

TEST(OptimizeTable, names_problems_by_what_goes_into_file_names) {
  EXPECT_THAT(StudyFolder(problem("name = \"a b\"\n")).errors(),
              ElementsAre("city.toml:3:1: \"a b\" is no name for a problem (it stands in the result file and "
                          "in --set): use letters, digits, _ and -"));
}

}  // namespace
}  // namespace winnow::study
