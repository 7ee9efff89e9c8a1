#pragma once
// Searches and objectives that several tests use.

#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/random.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

inline Space box(std::size_t dimension, double low = -5, double high = 4) {
  std::vector<Parameter> parameters;
  for (std::size_t j = 0; j < dimension; ++j) {
    parameters.push_back({.name = "x" + std::to_string(j), .low = low, .high = high});
  }
  return *Space::make(std::move(parameters));
}

/// A real, a logarithmic, an integer, a grid and a choice.
inline Space mixed_space() {
  return *Space::make({{.name = "real", .low = -1, .high = 3},
                       {.name = "log", .low = 0.001, .high = 1000, .scale = Scale::log},
                       {.name = "integer", .type = ParameterType::integer, .low = -3, .high = 12},
                       {.name = "grid", .low = 0.5, .high = 2.75, .step = 0.25},
                       {.name = "choice", .type = ParameterType::choice, .choices = {"a", "b", "c"}}});
}

inline Outcome sphere(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x) sum += coordinate * coordinate;
  return {sum, 0};
}

/// A sphere that fails in a third of the box and has a constraint, Σx ≥ 1, to violate.
inline Outcome rough(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x) sum += coordinate;
  const double third = std::abs(sum) * 7;
  if (third - std::floor(third) < 0.33) return {};
  return {sphere(x).objective, std::max(0.0, 1 - sum)};
}

inline std::unique_ptr<Optimizer> search(const Space& space, const Options& options) {
  auto optimizer = make_optimizer(space, options);
  if (!optimizer) throw std::runtime_error(optimizer.error().text());
  return *std::move(optimizer);
}

inline base::Buffer saved(const Optimizer& optimizer) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  optimizer.save(out);
  return bytes;
}

inline std::unique_ptr<Optimizer> restored(const Space& space, const Options& options,
                                           const base::Buffer& bytes) {
  base::Decoder in(bytes);
  auto optimizer = restore_optimizer(space, options, in);
  if (!optimizer) throw std::runtime_error(optimizer.error().text());
  return *std::move(optimizer);
}

/// What a search asked for, as bits: the same for the same history.
struct History {
  std::vector<std::uint64_t> ids;
  std::vector<double> values;
  friend bool operator==(const History&, const History&) = default;

  void add(const Candidates& candidates) {
    ids.insert(ids.end(), candidates.ids.begin(), candidates.ids.end());
    values.insert(values.end(), candidates.values.begin(), candidates.values.end());
  }
};

/// Every algorithm's name, for tests that hold for each.
inline std::vector<std::string> every_algorithm() {
  return {algorithm_names().begin(), algorithm_names().end()};
}

inline Options options_of(const std::string& algorithm, std::uint64_t evaluations) {
  Options options;
  options.algorithm = *find_algorithm(algorithm);
  options.budget.evaluations = evaluations;
  return options;
}

}  // namespace winnow::evolve
