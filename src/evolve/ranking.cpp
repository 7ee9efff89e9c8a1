#include "evolve/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::evolve {

std::vector<std::uint32_t> best_first(const Population& population, double epsilon_level, std::size_t count) {
  const auto comes_first = [&](std::uint32_t a, std::uint32_t b) {
    const auto outcome_a = population.outcome(a);
    const auto outcome_b = population.outcome(b);
    if (is_better(outcome_a, outcome_b, epsilon_level)) return true;
    return !is_better(outcome_b, outcome_a, epsilon_level) && a < b;
  };
  std::vector<std::uint32_t> order(population.size());
  std::iota(order.begin(), order.end(), 0U);
  count = std::min(count, order.size());
  if (count == 1) {
    order.front() = *std::ranges::min_element(order, comes_first);
  } else {
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(count);
    if (end != order.end()) std::ranges::nth_element(order, end, comes_first);
    std::sort(order.begin(), end, comes_first);
  }
  order.resize(count);
  return order;
}

Census census(const Population& population) {
  Census result;
  double largest = 0;
  for (std::size_t i = 0; i < population.size(); ++i) {
    if (population.violations[i] == 0) ++result.feasible;
    if (!std::isfinite(population.objectives[i])) continue;
    ++result.finite;
    largest = std::max(largest, std::abs(population.objectives[i]));
  }
  if (result.finite == 0) {
    result.mean = std::numeric_limits<double>::infinity();
    return result;
  }
  const bool squares_are_safe = largest == 0 || (largest > 1e-100 && largest < 1e100);
  const double unit = squares_are_safe ? 1 : largest;
  const double n = static_cast<double>(result.finite);
  double sum = 0;
  double sum_of_squares = 0;
  for (const double x : population.objectives) sum += std::isfinite(x) ? x / unit : 0;
  const double mean = sum / n;
  for (const double x : population.objectives) {
    const double deviation = std::isfinite(x) ? x / unit - mean : 0;
    sum_of_squares += deviation * deviation;
  }
  result.mean = mean * unit;
  if (result.finite > 1) result.spread = std::sqrt(sum_of_squares / n) * unit;
  return result;
}

}  // namespace winnow::evolve
