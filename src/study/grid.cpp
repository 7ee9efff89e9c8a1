#include "winnow/study/grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::study {

bool is_on_grid(double value, double low, double step) {
  constexpr double millionth = 1e-6;
  // Large numbers have no digits left for small parts of a step.
  const double spacing = std::numeric_limits<double>::epsilon() * std::max(std::abs(value), std::abs(low));
  const double tolerance = std::min(millionth + 2 * spacing / step, 0.25);
  const double steps = (value - low) / step;
  return std::abs(steps - std::round(steps)) <= tolerance;
}

}  // namespace winnow::study
