#include "app/optimize/optimize_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/optimize/initial_population.hpp"
#include "app/optimize/study_terms.hpp"
#include "winnow/base/text.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::app {
namespace {

template <class T>
std::optional<T> optional_of(const study::NoneOr<T>& setting) {
  if (setting.is_word()) return std::nullopt;
  return setting.value();
}

/// One of a study's problems, with where it stands.
class ProblemMaker {
 public:
  ProblemMaker(const study::Study& study, std::size_t index, const ProblemSurroundings& with)
      : study_(study), problem_(study.optimize()[index]), path_(path_of_problem(index)), with_(with) {}

  [[nodiscard]] optimize::Problem make() const {
    const auto space = at("parameter", evolve::Space::make(parameters(), digits()));
    const auto objective = make_objective(space);
    optimize::Problem problem{.name = problem_.name,
                              .space = space,
                              .options = options(space),
                              .judge = judge(*objective),
                              .objective = objective,
                              .polish = term_of(problem_.polish),
                              .recording = term_of(problem_.record),
                              .retries = retries(),
                              .timeout = timeout(),
                              .grace = problem_.failure.grace,
                              .time = optional_of(problem_.budget.time),
                              .is_noisy = problem_.objective.noisy,
                              .max_crash_rate = problem_.failure.max_crash_rate.of_one};
    return problem;
  }

 private:
  /// The value of `result`, or its error with the place of the key where it has none of its own.
  template <class T>
  T at(const std::string& key, base::Result<T>&& result) const {
    if (result) return *std::move(result);
    auto error = std::move(result.error());
    if (error.place.file.empty()) error.place = study_.place_of(key.empty() ? path_ : path_ + '.' + key);
    throw base::Failure(std::move(error));
  }

  /// Candidates are rounded where they are to be found again.
  [[nodiscard]] int digits() const {
    return problem_.cache.path.is_word() ? 0 : static_cast<int>(problem_.cache.digits);
  }

  [[nodiscard]] std::vector<evolve::Parameter> parameters() const;
  [[nodiscard]] evolve::Options options(const evolve::Space& space) const;
  [[nodiscard]] std::size_t population() const;
  [[nodiscard]] optimize::Judge judge(const optimize::ObjectiveMaker& objective) const;
  [[nodiscard]] std::array<std::uint32_t, optimize::status_count> retries() const;
  [[nodiscard]] std::shared_ptr<const optimize::ObjectiveMaker> make_objective(
      const evolve::Space& space) const;
  [[nodiscard]] optimize::PluginSpec plugin_spec() const;
  [[nodiscard]] program::ProgramSpec program_spec() const;
  [[nodiscard]] program::Limits limits() const;
  [[nodiscard]] std::shared_ptr<const program::StartGate> gate() const;
  [[nodiscard]] base::Seconds timeout() const;
  [[nodiscard]] program::OutputSpec output_spec() const;
  [[nodiscard]] std::vector<std::string> output_names() const;

  const study::Study& study_;
  const study::Optimize& problem_;
  const std::string path_;
  const ProblemSurroundings& with_;
};

std::vector<evolve::Parameter> ProblemMaker::parameters() const {
  std::vector<evolve::Parameter> parameters;
  for (const auto& declared : problem_.parameters) {
    evolve::Parameter parameter;
    parameter.name = declared.name;
    parameter.type = term_of(declared.type);
    parameter.low = declared.low.value_or(0);
    parameter.high = declared.high.value_or(1);
    parameter.scale = term_of(declared.scale);
    parameter.step = declared.step.value_or(0);
    for (const auto& choice : declared.choices) parameter.choices.push_back(choice.text);
    if (declared.start.has_value()) {
      const auto& start = declared.start.value();
      const auto found = std::ranges::find(parameter.choices, start.text);
      const bool is_choice = declared.type == study::ParameterType::choice;
      parameter.start = is_choice ? static_cast<double>(found - parameter.choices.begin()) : start.number();
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::size_t ProblemMaker::population() const {
  const auto own = [&] {
    return evolve::own_population(term_of(problem_.algorithm), problem_.parameters.size());
  };
  const auto size = problem_.population.has_value()
                        ? problem_.population.value().of(problem_.parameters.size())
                        : std::uint64_t{0};
  if (problem_.population_multiple == study::PopulationMultiple::none) return size;
  const auto wanted = std::max<std::size_t>(size > 0 ? size : own(), 2 * with_.workers);
  return (wanted + with_.workers - 1) / with_.workers * with_.workers;
}

evolve::Options ProblemMaker::options(const evolve::Space& space) const {
  evolve::Options options;
  options.algorithm = term_of(problem_.algorithm);
  options.strategy = evolve::find_strategy(problem_.strategy).value_or(options.strategy);
  options.mutation = {problem_.mutation.low, problem_.mutation.high};
  options.recombination = problem_.recombination;
  if (problem_.init.starts_with('@')) {
    options.init = evolve::Init::given;
    options.points = read_initial_population(study_.folder() / problem_.init.substr(1), space);
  } else {
    options.init = evolve::find_init(problem_.init).value_or(options.init);
  }
  options.population = population();
  options.update = term_of(problem_.update);
  options.in_flight = 2 * with_.workers;
  options.budget.evaluations = optional_of(problem_.budget.evaluations);
  options.budget.generations = optional_of(problem_.budget.generations);
  if (problem_.budget.target.has_value()) {
    const auto target = problem_.budget.target.value();
    options.budget.target = problem_.goal == study::Goal::max ? -target : target;
  }
  options.budget.relative_tolerance = optional_of(problem_.budget.tolerance);
  options.seed = problem_.seed;
  options.epsilon.on = !problem_.constraints.empty();
  options.islands.count = problem_.islands.value_or(static_cast<std::uint32_t>(with_.nodes));
  options.islands.every = problem_.migration.every;
  return options;
}

optimize::Judge ProblemMaker::judge(const optimize::ObjectiveMaker& objective) const {
  const auto outputs = objective.outputs();
  std::vector<optimize::Constraint> constraints;
  for (const auto& constraint : problem_.constraints) {
    const auto found = std::ranges::find(outputs, constraint.output);
    if (found == outputs.end()) {
      at<int>("constraints", base::fail(fmt::format("a constraint is on {}", constraint.output),
                                        fmt::format("the objective gives {}", base::enumerate(outputs)),
                                        "name one of these"));
    }
    constraints.push_back(
        {static_cast<std::size_t>(found - outputs.begin()), term_of(constraint.relation), constraint.bound});
  }
  const auto& penalty = problem_.failure.penalty;
  return {term_of(problem_.goal), std::move(constraints), problem_.equality_tolerance,
          optimize::Penalty{term_of(penalty.kind), penalty.value}};
}

std::array<std::uint32_t, optimize::status_count> ProblemMaker::retries() const {
  std::array<std::uint32_t, optimize::status_count> retries{};
  for (std::size_t kind = 1; kind < retries.size(); ++kind) {
    retries[kind] = problem_.failure.max_retries.of(name_of(static_cast<optimize::Status>(kind)));
  }
  return retries;
}

std::shared_ptr<const optimize::ObjectiveMaker> ProblemMaker::make_objective(
    const evolve::Space& space) const {
  const auto& objective = problem_.objective;
  if (objective.expression.has_value()) {
    return at("objective.expression", optimize::expression_objective(objective.expression.value(), space));
  }
  if (objective.function.has_value()) {
    return at("objective.function", optimize::function_objective(objective.function.value(),
                                                                 objective.instance, space.dimension()));
  }
  if (objective.plugin.has_value()) {
    return at("objective.plugin", optimize::plugin_objective(plugin_spec(), output_names(), with_.spawner));
  }
  return at("objective.program",
            optimize::program_objective(program_spec(), space, output_names(), with_.spawner));
}

std::vector<std::string> ProblemMaker::output_names() const {
  std::vector<std::string> names{problem_.objective.read.value.value_or("value")};
  names.insert(names.end(), problem_.objective.outputs.begin(), problem_.objective.outputs.end());
  return names;
}

optimize::PluginSpec ProblemMaker::plugin_spec() const {
  const auto& objective = problem_.objective;
  optimize::PluginSpec spec;
  spec.library = std::filesystem::absolute(study_.folder() / objective.plugin.value()).lexically_normal();
  spec.options = objective.options;
  spec.isolated = objective.isolate;
  spec.folder = std::filesystem::absolute(study_.folder()).lexically_normal();
  spec.limits = limits();
  spec.recycle = objective.recycle;
  spec.gate = gate();
  return spec;
}

/// Of a run's problem, whichever of a node's ranks it is on.
std::shared_ptr<const program::StartGate> ProblemMaker::gate() const {
  const auto& places = problem_.objective.concurrent_starts;
  if (places.is_word()) return nullptr;
  return std::make_shared<program::StartGate>(fmt::format("{:016x}-{}", with_.run, path_), places.value());
}

program::Limits ProblemMaker::limits() const {
  program::Limits limits;
  const auto& failure = problem_.failure;
  if (failure.timeout.has_value()) limits.timeout = failure.timeout.value() + failure.grace;
  limits.grace = problem_.failure.kill;
  limits.cpu = problem_.objective.cpu.value_or(base::Seconds::never());
  limits.memory = problem_.objective.memory.value_or(base::Bytes::unlimited());
  return limits;
}

/// When an evaluation's kernel is taken to hang. Processes keep their own time: one that hangs costs its
/// evaluation, and not the kernel that waits for it.
base::Seconds ProblemMaker::timeout() const {
  const bool keeps_time = !problem_.objective.program.empty() || problem_.objective.isolate;
  return keeps_time ? base::Seconds::never() : problem_.failure.timeout.value_or(base::Seconds::never());
}

program::ProgramSpec ProblemMaker::program_spec() const {
  const auto& objective = problem_.objective;
  program::ProgramSpec spec;
  spec.arguments = objective.program;
  spec.folder = std::filesystem::absolute(study_.folder()).lexically_normal();
  for (const auto& parameter : problem_.parameters) spec.parameters.push_back(parameter.name);
  for (const auto& name : objective.templates) spec.templates.push_back({name});
  spec.json_input = objective.standard_input == study::ProgramInput::json;
  for (const auto& [name, value] : objective.environment) spec.environment.emplace_back(name, value);
  const auto work = objective.directory.value_or(with_.scratch_folder);
  spec.work = std::filesystem::absolute(objective.directory.has_value() ? study_.folder() / work
                                                                        : std::filesystem::path(work));
  spec.keep = term_of(objective.keep);
  spec.limits = limits();
  spec.gate = gate();
  spec.output = output_spec();
  return spec;
}

program::OutputSpec ProblemMaker::output_spec() const {
  using From = study::Reading::From;
  const auto& read = problem_.objective.read;
  program::OutputSpec output;
  const bool is_report = read.from == From::report || (read.from == From::automatic && read.file.has_value());
  if (is_report) output.form = program::OutputSpec::Form::report;
  if (read.from == From::json) output.form = program::OutputSpec::Form::json;
  output.file = read.file.value_or("");
  output.names = output_names();
  output.dialect.format = read.format;
  return output;
}

}  // namespace

std::string path_of_problem(std::size_t index) {
  return index == 0 ? "optimize" : fmt::format("optimize[{}]", index);
}

std::vector<optimize::Problem> make_problems(const study::Study& study, const ProblemSurroundings& with) {
  std::vector<optimize::Problem> problems;
  for (std::size_t i = 0; i < study.optimize().size(); ++i) {
    problems.push_back(ProblemMaker(study, i, with).make());
  }
  return problems;
}

void try_isolated_plugins(const study::Study& study, const std::vector<optimize::Problem>& problems) {
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!study.optimize()[i].objective.isolate) continue;
    auto made = problems[i].objective->make();
    if (made) continue;
    auto error = std::move(made).error();
    error.place = study.place_of(path_of_problem(i) + ".objective.plugin");
    throw base::Failure(std::move(error));
  }
}

bool runs_programs(const study::Study& study) {
  return std::ranges::any_of(study.optimize(), [](const study::Optimize& problem) {
    return !problem.objective.program.empty() || problem.objective.isolate;
  });
}

}  // namespace winnow::app
