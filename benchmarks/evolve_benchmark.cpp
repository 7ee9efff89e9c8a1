// Differential evolution without farm and MPI. usage:
//
//   evolve_benchmark speed ALGORITHM DIMENSION EVALUATIONS
//     the bare loop on a sphere: evaluations per second of processor time
//
//   evolve_benchmark seeds FUNCTION DIMENSION SEEDS TARGET EVALUATIONS
//     `de` with SciPy's defaults: evaluations to the target, by generations (0: not reached), and the
//     least values

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/evolve/functions.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace {

using namespace winnow;

evolve::Space box(std::size_t dimension, double bound) {
  std::vector<evolve::Parameter> parameters;
  for (std::size_t j = 0; j < dimension; ++j) {
    parameters.push_back({.name = fmt::format("x{}", j), .low = -bound, .high = bound});
  }
  return base::value_or_throw(evolve::Space::make(std::move(parameters)));
}

void measure_speed(const std::string& algorithm, std::size_t dimension, std::uint64_t evaluations) {
  evolve::Options options;
  options.algorithm = evolve::find_algorithm(algorithm).value();
  options.budget.evaluations = evaluations;
  // An optimum away from 0, where numbers would become subnormal and slow.
  const auto sphere = [](std::span<const double> x) {
    double sum = 0;
    for (const double coordinate : x) sum += (coordinate - 1) * (coordinate - 1);
    return evolve::Outcome{sum, 0};
  };
  const auto begin = std::clock();
  const auto optimizer = base::value_or_throw(evolve::make_optimizer(box(dimension, 100), options));
  evolve::advance(*optimizer, sphere);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  fmt::print("{{\"evaluations_per_s\": {}}}\n", static_cast<double>(evaluations) / seconds);
}

std::uint64_t evaluations_to(double target, evolve::Optimizer& optimizer) {
  for (const auto& record : optimizer.take_generations()) {
    if (record.best.objective <= target) return record.evaluations;
  }
  return 0;
}

void run_seeds(const std::string& name, std::size_t dimension, std::uint64_t seeds, double target,
               std::uint64_t evaluations) {
  const auto function = base::value_or_throw(evolve::make_function(name, dimension, 1));
  const auto space = box(dimension, function.bound());
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

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() == 4 && words[0] == "speed") {
    measure_speed(words[1], std::stoul(words[2]), std::stoull(words[3]));
    return EXIT_SUCCESS;
  }
  if (words.size() == 6 && words[0] == "seeds") {
    run_seeds(words[1], std::stoul(words[2]), std::stoull(words[3]), std::stod(words[4]),
              std::stoull(words[5]));
    return EXIT_SUCCESS;
  }
  fmt::print(stderr, "usage: evolve_benchmark speed ALGORITHM DIMENSION EVALUATIONS | seeds …\n");
  return EXIT_FAILURE;
}
