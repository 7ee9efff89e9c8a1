#pragma once
// The values that a parameter with a step takes.

namespace winnow::study {

/// Whether `value` is low, low + step, low + 2·step …, as far as numbers of few digits say so: to a millionth
/// of the step, which is above 0.
[[nodiscard]] bool is_on_grid(double value, double low, double step);

}  // namespace winnow::study
