#include "app/commands/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/optimize/optimize_job.hpp"
#include "app/optimize/parameter_value.hpp"
#include "app/scratch_folder.hpp"
#include "app/study_loading.hpp"
#include "winnow/base/text.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::app {
namespace {

[[noreturn]] void refuse(std::string problem, std::string why, std::string advice) {
  throw base::Failure({std::move(problem), std::move(why), std::move(advice), {}});
}

const optimize::Problem& find_problem(const std::vector<optimize::Problem>& problems,
                                      const std::string& name) {
  if (problems.empty())
    refuse("the study has no [optimize]", "there is nothing to evaluate", "name one that has");
  if (name.empty() && problems.size() == 1) return problems.front();
  std::vector<std::string> names;
  for (const auto& problem : problems) names.push_back(problem.name);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    refuse(name.empty() ? "the study has several problems" : fmt::format("there is no problem \"{}\"", name),
           "they are " + base::enumerate(names), "name one with --problem");
  }
  return problems[static_cast<std::size_t>(found - names.begin())];
}

double value_of(const evolve::Parameter& parameter, const std::string& word) {
  auto value = parameter_value(parameter, word);
  if (!value) {
    refuse(std::move(value.error().problem), std::move(value.error().why),
           "give a value that the search may try");
  }
  return *value;
}

/// The candidate that the words "name=value" make.
std::vector<double> candidate_of(const evolve::Space& space, const std::vector<std::string>& words) {
  std::map<std::string, std::string> given;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      refuse(fmt::format("\"{}\" gives no parameter a value", base::printable(word)), "", "write name=value");
    }
    const auto name = word.substr(0, equals);
    if (!given.emplace(name, word.substr(equals + 1)).second) {
      refuse(fmt::format("{} has two values", base::printable(name)), "", "give it one");
    }
  }
  std::vector<double> values;
  std::vector<std::string> missing;
  for (const auto& parameter : space.parameters()) {
    const auto found = given.find(parameter.name);
    if (found == given.end()) {
      missing.push_back(parameter.name);
    } else {
      values.push_back(value_of(parameter, found->second));
      given.erase(found);
    }
  }
  if (!given.empty()) {
    std::vector<std::string> names;
    for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
    refuse(fmt::format("there is no parameter {}", base::printable(given.begin()->first)),
           "there are " + base::enumerate(names), "give each of these as name=value");
  }
  if (!missing.empty()) {
    refuse("no value is given for " + base::enumerate(missing), "every parameter needs one",
           "add name=value");
  }
  return values;
}

}  // namespace

base::ExitStatus evaluate(const EvaluateCommand& command, base::Log& log) {
  const auto study = load_study(command.study, log);
  const auto spawner = runs_programs(study) ? base::value_or_throw(program::Spawner::start()) : nullptr;
  const auto problems = make_problems(study, {.scratch_folder = scratch_folder(), .spawner = spawner.get()});
  const auto& problem = find_problem(problems, command.problem);
  const auto values = candidate_of(problem.space, command.values);
  std::vector<optimize::Evaluation> evaluations(1);
  const auto objective = base::value_or_throw(problem.objective->make());
  optimize::evaluate_checked(*objective, *problem.objective, values, evaluations);
  const auto& evaluation = evaluations.front();
  if (evaluation.failed()) {
    refuse(fmt::format("the evaluation failed: {}", name_of(evaluation.status)), evaluation.reason,
           (evaluation.kept.empty()
                ? ""
                : fmt::format("what it was given and has left is in {}; ", evaluation.kept)) +
               std::string("a search would count it as a failure, and go on"));
  }
  const auto names = problem.objective->outputs();
  for (std::size_t i = 0; i < evaluation.outputs.size(); ++i) {
    fmt::print("{} = {}\n", i < names.size() ? names[i] : fmt::format("output{}", i), evaluation.outputs[i]);
  }
  for (const auto& [name, value] : evaluation.figures) fmt::print("{} = {}\n", name, value);
  return base::ExitStatus::done;
}

}  // namespace winnow::app
