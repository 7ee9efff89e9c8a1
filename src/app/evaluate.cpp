#include "app/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "app/optimize_job.hpp"
#include "app/scratch_folder.hpp"
#include "app/study_loading.hpp"
#include "winnow/base/text.hpp"
#include "winnow/optimize/evaluation.hpp"
#include "winnow/study/literal.hpp"

namespace winnow::app {
namespace {

[[noreturn]] void refuse(std::string problem, std::string why, std::string advice) {
  throw base::Failure({std::move(problem), std::move(why), std::move(advice), {}});
}

const optimize::Problem& find_problem(const std::vector<optimize::Problem>& problems,
                                      const std::string& name) {
  if (problems.empty()) refuse("the study has no [optimize]", "", "name one that has");
  if (name.empty() && problems.size() == 1) return problems.front();
  std::vector<std::string> names;
  for (const auto& problem : problems) names.push_back(problem.name);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    refuse(name.empty() ? "the study has several problems" : fmt::format("there is no problem \"{}\"", name),
           "", fmt::format("name one with --problem: {}", base::enumerate(names)));
  }
  return problems[static_cast<std::size_t>(found - names.begin())];
}

double value_of(const evolve::Parameter& parameter, const std::string& text) {
  if (parameter.type == evolve::ParameterType::choice) {
    const auto found = std::ranges::find(parameter.choices, text);
    if (found == parameter.choices.end()) {
      refuse(fmt::format("{} is not one of {}'s choices", text, parameter.name), "",
             fmt::format("write {}", base::enumerate(parameter.choices)));
    }
    return static_cast<double>(found - parameter.choices.begin());
  }
  const auto number = study::Literal{text}.number();
  const bool is_whole =
      parameter.type != evolve::ParameterType::integer || (number && *number == std::trunc(*number));
  if (!number || !is_whole || *number < parameter.low || *number > parameter.high) {
    refuse(fmt::format("{} = {} cannot be", parameter.name, text),
           fmt::format("it is {} from {} to {}", is_whole ? "a number" : "an integer", parameter.low,
                       parameter.high),
           "write a value that a search could try");
  }
  return *number;
}

/// The candidate that the words "name=value" make.
std::vector<double> candidate_of(const evolve::Space& space, const std::vector<std::string>& words) {
  std::map<std::string, std::string> given;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) refuse(fmt::format("{} says nothing", word), "", "write name=value");
    given[word.substr(0, equals)] = word.substr(equals + 1);
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
    refuse(fmt::format("there is no parameter {}", given.begin()->first),
           "there are " + base::enumerate(names), "give each of these as name=value");
  }
  if (!missing.empty()) refuse("values are missing", base::enumerate(missing), "give each as name=value");
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
  objective->evaluate(values, evaluations);
  const auto& evaluation = evaluations.front();
  if (evaluation.failed()) {
    refuse(fmt::format("the evaluation failed: {}", name_of(evaluation.status)), evaluation.reason, "");
  }
  const auto names = problem.objective->outputs();
  for (std::size_t i = 0; i < evaluation.outputs.size(); ++i) {
    fmt::print("{} = {}\n", i < names.size() ? names[i] : fmt::format("output{}", i), evaluation.outputs[i]);
  }
  for (const auto& [name, value] : evaluation.figures) fmt::print("{} = {}\n", name, value);
  return base::ExitStatus::done;
}

}  // namespace winnow::app
