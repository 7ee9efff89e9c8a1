#include "evolve/plain_functions.hpp"

#include <array>
#include <cmath>

#include "evolve/elementary.hpp"

namespace winnow::evolve {
namespace {

double sphere(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x) sum += coordinate * coordinate;
  return sum;
}

double rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double off = x[i + 1] - x[i] * x[i];
    sum += 100 * off * off + (1 - x[i]) * (1 - x[i]);
  }
  return sum;
}

double rastrigin(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x)
    sum += coordinate * coordinate + 10 * (1 - elementary::cos_turns(coordinate));
  return sum;
}

double ackley(std::span<const double> x) {
  const double n = static_cast<double>(x.size());
  double waves = 0;
  for (const double coordinate : x) waves += elementary::cos_turns(coordinate);
  const double hill = 1 - elementary::exp(-0.2 * std::sqrt(sphere(x) / n));
  return 20 * hill + (elementary::exp(1) - elementary::exp(waves / n));
}

double griewank(std::span<const double> x) {
  double product = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product *= elementary::cos(x[i] / std::sqrt(static_cast<double>(i + 1)));
  }
  return sphere(x) / 4000 + (1 - product);
}

constexpr std::array definitions = {
    PlainDefinition{"plain_sphere",
                    [](std::size_t d) { return TestFunction(sphere, std::vector<double>(d, 0), 5.12); }},
    PlainDefinition{"plain_rosenbrock",
                    [](std::size_t d) { return TestFunction(rosenbrock, std::vector<double>(d, 1), 2.048); }},
    PlainDefinition{"plain_rastrigin",
                    [](std::size_t d) { return TestFunction(rastrigin, std::vector<double>(d, 0), 5.12); }},
    PlainDefinition{"plain_ackley",
                    [](std::size_t d) { return TestFunction(ackley, std::vector<double>(d, 0), 32.768); }},
    PlainDefinition{"plain_griewank",
                    [](std::size_t d) { return TestFunction(griewank, std::vector<double>(d, 0), 600); }},
};

}  // namespace

std::span<const PlainDefinition> plain_definitions() {
  return definitions;
}

}  // namespace winnow::evolve
