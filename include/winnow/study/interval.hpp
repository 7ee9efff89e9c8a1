#pragma once
// What lies between two numbers: written [low, high].

namespace winnow::study {

/// Two finite numbers, low < high.
struct Interval {
  double low = 0;
  double high = 1;

  constexpr bool operator==(const Interval&) const = default;
};

}  // namespace winnow::study
