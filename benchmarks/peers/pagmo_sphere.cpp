// The sphere by pagmo's serial differential evolution. usage: pagmo_sphere DIMENSION EVALUATIONS
// Prints one JSON object. Populations are of 15 individuals a parameter, as Winnow's `de` and SciPy have
// them.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/de.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <utility>

namespace {

struct Sphere {
  std::size_t dimension = 2;

  pagmo::vector_double fitness(const pagmo::vector_double& x) const {
    double sum = 0;
    for (const double one : x) sum += one * one;
    return {sum};
  }
  std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
    return {pagmo::vector_double(dimension, -5), pagmo::vector_double(dimension, 5)};
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return EXIT_FAILURE;
  const std::size_t dimension = std::strtoul(argv[1], nullptr, 10);
  const auto size = static_cast<unsigned>(15 * dimension);
  const auto generations = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10) / size);
  const auto strategy = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10));
  constexpr double no_tolerance = 0;  // it is not to end early
  pagmo::algorithm algorithm(pagmo::de(generations, 0.8, 0.9, strategy, no_tolerance, no_tolerance, 1));
  pagmo::population population(pagmo::problem(Sphere{dimension}), size, 1);
  const auto started = std::chrono::steady_clock::now();
  population = algorithm.evolve(population);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  std::printf("{\"evaluations\": %llu, \"seconds\": %.6f, \"best\": %.3g}\n",
              population.get_problem().get_fevals() - size, took.count(), population.champion_f()[0]);
  return EXIT_SUCCESS;
}
