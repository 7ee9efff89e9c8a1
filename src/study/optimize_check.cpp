#include "study/optimize_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/placeholders.hpp"
#include "study/problem_types.hpp"
#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

using Findings = std::vector<Finding>;

/// Differences of individuals need four of them (Storn and Price 1997, eq. 2).
constexpr std::uint64_t fewest_individuals = 4;

void add(std::string key, std::string problem, std::string why, std::string advice, Findings& findings) {
  findings.push_back({std::move(key), {std::move(problem), std::move(why), std::move(advice), {}}});
}

std::vector<std::string> names_of(const std::vector<Parameter>& parameters) {
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter.name);
  return names;
}

void check_name(const Optimize& problem, Findings& findings) {
  const auto fits = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' || c == '-';
  };
  if (!std::ranges::all_of(problem.name, fits)) {
    add("name", fmt::format("{} is no name for a problem", spell(problem.name)),
        "it stands in the result file and in --set", "use letters, digits, _ and -", findings);
  }
}

void check_budget(const Optimize& problem, Findings& findings) {
  const auto& budget = problem.budget;
  if (budget == Budget()) {
    add("", "the problem has no budget", "nothing says when it ends",
        "set one or more of evaluations, generations, time, target and tolerance", findings);
    return;
  }
  if (budget.evaluations.has_value() || budget.generations.has_value()) return;
  constexpr auto advice = "set evaluations or generations, whichever comes first ends it";
  if (problem.algorithm == Algorithm::lshade || problem.algorithm == Algorithm::jso) {
    add("algorithm",
        fmt::format("{} needs a budget that is counted",
                    problem.algorithm == Algorithm::jso ? "jso" : "lshade"),
        "its population shrinks as that is used up",
        fmt::format("{}; or write algorithm = \"shade\"", advice), findings);
  }
  if (!problem.constraints.empty()) {
    add("constraints", "constraints need a budget that is counted",
        "how far they may be broken falls to nothing as that is used up", advice, findings);
  }
}

void check_population(const Optimize& problem, Findings& findings) {
  if (problem.parameters.empty()) {
    add("", "the problem has no parameters", "there is nothing to search",
        "add sections [[optimize.parameter]]", findings);
    return;
  }
  if (problem.population.is_word()) return;
  const auto individuals = problem.population.value().of(problem.parameters.size());
  if (individuals < fewest_individuals) {
    add("population", fmt::format("a population of {} is too small", individuals),
        fmt::format("differential evolution needs {} at least", fewest_individuals),
        R"(raise it, or write "auto")", findings);
  }
}

/// One finding for each name in the constraints that the objective does not give.
void check_constraints(const Optimize& problem, Findings& findings) {
  const auto& outputs = problem.objective.outputs;
  for (const auto& constraint : problem.constraints) {
    if (std::ranges::find(outputs, constraint.output) != outputs.end()) continue;
    const auto near = base::nearest(constraint.output, outputs, 1);
    add("constraints", fmt::format("the constraint {} is on no output of the objective", spell(constraint)),
        outputs.empty() ? "optimize.objective.outputs names none"
                        : "its outputs are " + base::enumerate(outputs),
        near.empty() ? fmt::format("add {} to optimize.objective.outputs", spell(constraint.output))
                     : "write " + near.front(),
        findings);
  }
}

void check_arguments(const Optimize& problem, Findings& findings) {
  const auto names = names_of(problem.parameters);
  for (const auto& argument : problem.objective.program) {
    for (const auto& placeholder : placeholders_in(argument)) {
      if (std::ranges::find(names, placeholder) != names.end()) continue;
      const auto near = base::nearest(placeholder, names, 1);
      add("objective.program", fmt::format("{{{}}} in {} is no parameter", placeholder, spell(argument)),
          names.empty() ? "there are none" : "the parameters are " + base::enumerate(names),
          fmt::format("write {}{{{{{}}}}} for the braces themselves",
                      near.empty() ? "" : fmt::format("{{{}}}, or ", near.front()), placeholder),
          findings);
    }
  }
}

}  // namespace

Findings check_problem(const Optimize& problem) {
  Findings findings;
  check_name(problem, findings);
  check_budget(problem, findings);
  check_population(problem, findings);
  check_constraints(problem, findings);
  check_arguments(problem, findings);
  return findings;
}

}  // namespace winnow::study
