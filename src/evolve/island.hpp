#pragma once
// A search that takes in individuals of another and sends its own.

#include <cstdint>
#include <vector>

#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

struct Migrant {
  std::vector<double> point;  ///< search coordinates
  Outcome outcome;
  double mutation = 0;  ///< the F and CR that made it
  double crossover = 0;
};

class Island : public Optimizer {
 public:
  /// How many generations are finished.
  [[nodiscard]] virtual std::uint64_t generation() const = 0;

  /// The best individual. To be called between generations, and after the first, as `receive`.
  [[nodiscard]] virtual Migrant emigrant() const = 0;

  /// The migrant takes the place of the worst individual, where it is better.
  virtual void receive(const Migrant& migrant) = 0;

  /// Takes over what `save` wrote; false where the bytes are no such state.
  [[nodiscard]] virtual bool load(base::Decoder& in) = 0;
};

}  // namespace winnow::evolve
