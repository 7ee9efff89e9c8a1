#include "reduce/bins.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace winnow::reduce {

Bins::Bins(double low, double high, std::uint32_t count) {
  assert(count > 0 && low <= high && std::isfinite(low) && std::isfinite(high));
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  const double width = (high - low) / count;
  for (std::uint32_t i = 0; i < count; ++i) {
    // Where the whole reaches farther than the largest double, each end is scaled on its own.
    const double share = static_cast<double>(i) / count;
    edges_.push_back(std::isfinite(width) ? i * width + low : low * (1 - share) + high * share);
  }
  edges_.push_back(high);
}

std::vector<double> Bins::centres() const {
  std::vector<double> centres;
  for (std::size_t i = 0; i < count(); ++i) centres.push_back(edges_[i] / 2 + edges_[i + 1] / 2);
  return centres;
}

std::size_t Bins::slot_of(double x) const {
  if (x == edges_.back()) return count();
  return static_cast<std::size_t>(std::ranges::upper_bound(edges_, x) - edges_.begin());
}

}  // namespace winnow::reduce
