#include "winnow/study/grid.hpp"

#include <cmath>

namespace winnow::study {

bool is_on_grid(double value, double low, double step) {
  constexpr double tolerance = 1e-6;
  const double steps = (value - low) / step;
  return std::abs(steps - std::round(steps)) <= tolerance;
}

}  // namespace winnow::study
