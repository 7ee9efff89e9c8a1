// The bare loop: asks an optimizer, evaluates in the same thread and tells it, without a farm, a journal or a
// plugin. usage: evolve_loop ALGORITHM DIMENSION EVALUATIONS [MANNER] Minimises a sphere of which an
// evaluation takes the time that MANNER says (see timed_sphere.h). Prints one JSON object.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "timed_sphere.h"
#include "winnow/evolve/optimizer.hpp"

namespace {

using namespace winnow;

evolve::Space cube(std::size_t dimension) {
  std::vector<evolve::Parameter> parameters(dimension);
  for (std::size_t i = 0; i < dimension; ++i) {
    parameters[i].name = fmt::format("x{}", i);
    parameters[i].low = -5;
    parameters[i].high = 5;
  }
  return base::value_or_throw(evolve::Space::make(std::move(parameters)));
}

void minimise(evolve::Optimizer& optimizer, const manner* how) {
  evolve::Candidates candidates;
  std::vector<evolve::Told> results;
  while (optimizer.ask(~std::size_t{0}, candidates) > 0) {
    results.clear();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto values = candidates.values_of(i);
      const double value = sphere(static_cast<long>(values.size()), values.data());
      if (how != nullptr) pass(how);
      results.push_back({candidates.ids[i], {value, 0}});
    }
    optimizer.tell(results);
    candidates.clear();
  }
}

}  // namespace

int main(int argc, char** argv) {
  manner how;
  if (argc < 4 || (argc > 4 && parse_manner(argv[4], &how) == 0)) return EXIT_FAILURE;
  evolve::Options options;
  options.algorithm = evolve::find_algorithm(argv[1]).value();
  options.budget.evaluations = std::strtoull(argv[3], nullptr, 10);
  const auto space = cube(std::strtoull(argv[2], nullptr, 10));
  const auto optimizer = base::value_or_throw(evolve::make_optimizer(space, options));
  const auto started = std::chrono::steady_clock::now();
  minimise(*optimizer, argc > 4 ? &how : nullptr);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  fmt::print("{{\"evaluations\": {}, \"seconds\": {:.6f}, \"best\": {:.3g}}}\n", optimizer->evaluations(),
             took.count(), optimizer->best()->outcome.objective);
  return EXIT_SUCCESS;
}
