#pragma once
// The individuals of a search, as a structure of arrays.

#include <cstddef>
#include <span>
#include <vector>

#include "winnow/evolve/outcome.hpp"

namespace winnow::evolve {

struct Population {
  explicit Population(std::size_t d) : dimension(d) {}

  std::size_t dimension;
  std::vector<double> points;  ///< search coordinates, row-major, one row an individual
  std::vector<double> objectives;
  std::vector<double> violations;
  std::vector<double> mutations;   ///< the F that made the individual
  std::vector<double> crossovers;  ///< its CR

  [[nodiscard]] std::size_t size() const { return objectives.size(); }
  [[nodiscard]] const double* row(std::size_t i) const { return points.data() + i * dimension; }
  [[nodiscard]] double* row(std::size_t i) { return points.data() + i * dimension; }
  [[nodiscard]] std::span<const double> point(std::size_t i) const { return {row(i), dimension}; }
  [[nodiscard]] Outcome outcome(std::size_t i) const { return {objectives[i], violations[i]}; }

  void set_outcome(std::size_t i, const Outcome& outcome) {
    objectives[i] = outcome.objective;
    violations[i] = outcome.violation;
  }

  void resize(std::size_t size) {
    points.resize(size * dimension);
    for (auto* array : {&objectives, &violations, &mutations, &crossovers}) array->resize(size);
  }

  /// Individual `from` of `source`, with all that belongs to it, becomes individual `to` of this population.
  void copy(std::size_t to, const Population& source, std::size_t from) {
    const auto* given = source.row(from);
    auto* taken = row(to);
    for (std::size_t j = 0; j < dimension; ++j) taken[j] = given[j];
    objectives[to] = source.objectives[from];
    violations[to] = source.violations[from];
    mutations[to] = source.mutations[from];
    crossovers[to] = source.crossovers[from];
  }
};

}  // namespace winnow::evolve
