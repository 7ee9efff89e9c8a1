#pragma once
// What a solution must fulfil beside being good: written "g1 <= 0", "g2 >= 1" or "h = 0".

#include <cstdint>
#include <string>

namespace winnow::study {

enum class Relation : std::uint8_t { at_most, at_least, equal };

struct Constraint {
  std::string output;  ///< of the objective, by name
  Relation relation = Relation::at_most;
  double bound = 0;  ///< finite

  bool operator==(const Constraint&) const = default;
};

}  // namespace winnow::study
