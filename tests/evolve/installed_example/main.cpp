// fit_decay EVALUATIONS: fits amplitude and half-life of an exponential decay to readings by jSO.

#include <array>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <span>
#include <utility>
#include <vector>

#include "winnow/evolve/optimizer.hpp"

namespace evolve = winnow::evolve;

namespace {

using Reading = std::pair<double, double>;  ///< time, value
constexpr std::array<Reading, 4> readings = {{{0, 80}, {3, 40}, {6, 20}, {9, 10}}};

double sum_of_squares(std::span<const double> parameters) {
  double sum = 0;
  for (const auto& [time, value] : readings) {
    const double difference = parameters[0] * std::exp2(-time / parameters[1]) - value;
    sum += difference * difference;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const auto space = evolve::Space::make({
      {.name = "amplitude", .low = 1, .high = 1000, .scale = evolve::Scale::log},
      {.name = "half_life", .low = 0.1, .high = 100, .scale = evolve::Scale::log},
  });
  if (!space) {
    std::cerr << space.error().text() << '\n';
    return EXIT_FAILURE;
  }
  evolve::Options options;
  options.algorithm = evolve::Algorithm::jso;
  options.budget.evaluations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 5000;
  const auto optimizer = evolve::make_optimizer(*space, options);
  if (!optimizer) {
    std::cerr << optimizer.error().text() << '\n';
    return EXIT_FAILURE;
  }

  // These candidates could go to any threads or machines, and their results come back in any order.
  evolve::Candidates candidates;
  std::vector<evolve::Told> results;
  while ((*optimizer)->ask(1000, candidates) > 0) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      results.push_back({candidates.ids[i], {sum_of_squares(candidates.values_of(i))}});
    }
    (*optimizer)->tell(results);
    candidates.clear();
    results.clear();
  }
  const auto best = (*optimizer)->best();
  std::cout << "amplitude " << best->values[0] << ", half-life " << best->values[1] << " after "
            << (*optimizer)->evaluations() << " evaluations\n";
}
