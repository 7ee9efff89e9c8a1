#include "winnow/base/duration_histogram.hpp"

#include <algorithm>

namespace winnow::base {

void DurationHistogram::add(Seconds duration, std::uint64_t times) {
  counts.resize(bin_count);
  const auto* const bound = std::lower_bound(bounds.begin(), bounds.end(), duration.count);
  counts[static_cast<std::size_t>(bound - bounds.begin())] += times;
}

void DurationHistogram::add(const DurationHistogram& more) {
  if (!more.counts.empty()) counts.resize(bin_count);
  for (std::size_t bin = 0; bin < std::min(counts.size(), more.counts.size()); ++bin) {
    counts[bin] += more.counts[bin];
  }
}

}  // namespace winnow::base
