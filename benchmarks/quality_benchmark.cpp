// What searches find, without farm and MPI. usage:
//
//   quality_benchmark seeds FUNCTION DIMENSION SEEDS TARGET EVALUATIONS
//     `de` with SciPy's defaults: evaluations to the target, by generations (0: not reached), and the least
//     values
//
//   quality_benchmark least ALGORITHM FUNCTION DIMENSION INSTANCE SEEDS EVALUATIONS [POPULATION | WORKERS
//   TIMES]
//     the least value that each seed finds, by generations, of so many individuals or the algorithm's own
//     number; or steadily by so many workers, whose evaluations take times that are `independent` of the
//     value, `longer` if it is better, or `shorter`
//
// FUNCTION: of winnow/evolve/functions.hpp or of rotated_functions.hpp. Each prints one JSON object.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "rotated_functions.hpp"
#include "uneven_workers.hpp"
#include "winnow/evolve/functions.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace {

using namespace winnow;

evolve::TestFunction function_named(const std::string& name, std::size_t dimension, std::uint64_t instance) {
  return base::value_or_throw(name.starts_with("cec")
                                  ? benchmarks::make_rotated_function(name, dimension, instance)
                                  : evolve::make_function(name, dimension, instance));
}

evolve::Space box_of(const evolve::TestFunction& function) {
  std::vector<evolve::Parameter> parameters;
  for (std::size_t j = 0; j < function.dimension(); ++j) {
    parameters.push_back({.name = fmt::format("x{}", j), .low = -function.bound(), .high = function.bound()});
  }
  return base::value_or_throw(evolve::Space::make(std::move(parameters)));
}

std::uint64_t evaluations_to(double target, evolve::Optimizer& optimizer) {
  for (const auto& record : optimizer.take_generations()) {
    if (record.best.objective <= target) return record.evaluations;
  }
  return 0;
}

void run_to_target(const std::string& name, std::size_t dimension, std::uint64_t seeds, double target,
                   std::uint64_t evaluations) {
  const auto function = function_named(name, dimension, 1);
  const auto space = box_of(function);
  const auto evaluate = [&](std::span<const double> x) { return evolve::Outcome{function(x), 0}; };
  std::vector<std::uint64_t> to_target;
  std::vector<double> least;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    evolve::Options options;
    options.algorithm = evolve::Algorithm::de;
    options.seed = seed;
    options.budget.evaluations = evaluations;
    const auto optimizer = base::value_or_throw(evolve::make_optimizer(space, options));
    evolve::advance(*optimizer, evaluate);
    to_target.push_back(evaluations_to(target, *optimizer));
    least.push_back(optimizer->best()->outcome.objective);
  }
  fmt::print("{{\"to_target\": [{}], \"least\": [{}]}}\n", fmt::join(to_target, ", "),
             fmt::join(least, ", "));
}

benchmarks::RunTime run_time_named(const std::string& name) {
  if (name == "independent") return benchmarks::RunTime::independent;
  if (name == "longer") return benchmarks::RunTime::longer_if_better;
  if (name == "shorter") return benchmarks::RunTime::shorter_if_better;
  throw std::invalid_argument("unknown times " + name);
}

/// `workers` 0: by generations.
double least_of_one(const evolve::TestFunction& function, evolve::Options options, std::size_t workers,
                    benchmarks::RunTime times) {
  const auto evaluate = [&](std::span<const double> x) { return evolve::Outcome{function(x), 0}; };
  if (workers > 0) {
    options.update = evolve::Update::steady;
    options.in_flight = 2 * workers;
  }
  const auto optimizer = base::value_or_throw(evolve::make_optimizer(box_of(function), options));
  if (workers > 0) {
    benchmarks::search_unevenly(*optimizer, evaluate, workers, {times, 2 * workers, options.seed});
  } else {
    evolve::advance(*optimizer, evaluate);
  }
  return optimizer->best()->outcome.objective;
}

void find_least(const std::vector<std::string>& words) {
  evolve::Options options;
  options.algorithm = evolve::find_algorithm(words[1]).value();
  options.budget.evaluations = std::stoull(words[6]);
  const auto function = function_named(words[2], std::stoul(words[3]), std::stoull(words[4]));
  const bool is_steady = words.size() == 9;
  const auto workers = is_steady ? std::stoul(words[7]) : 0;
  if (words.size() == 8) options.population = std::stoul(words[7]);
  const auto times = is_steady ? run_time_named(words[8]) : benchmarks::RunTime::independent;
  std::vector<double> least;
  for (options.seed = 1; options.seed <= std::stoull(words[5]); ++options.seed) {
    least.push_back(least_of_one(function, options, workers, times));
  }
  fmt::print("{{\"least\": [{}]}}\n", fmt::join(least, ", "));
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() == 6 && words[0] == "seeds") {
    run_to_target(words[1], std::stoul(words[2]), std::stoull(words[3]), std::stod(words[4]),
                  std::stoull(words[5]));
    return EXIT_SUCCESS;
  }
  if (words.size() >= 7 && words.size() <= 9 && words[0] == "least") {
    find_least(words);
    return EXIT_SUCCESS;
  }
  fmt::print(stderr, "usage: quality_benchmark seeds|least … (see its source)\n");
  return EXIT_FAILURE;
}
