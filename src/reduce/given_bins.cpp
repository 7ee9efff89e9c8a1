#include "reduce/given_bins.hpp"

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::reduce {

GivenBins::GivenBins(const Histograms& histograms) {
  if (histograms.bins == 0) return;
  for (const auto& [pattern, range] : histograms.ranges) {
    given_.push_back({pattern, Bins(range.low, range.high, histograms.bins)});
  }
  std::ranges::stable_sort(given_, std::greater(), [](const Given& given) { return given.pattern.size(); });
}

const Bins* GivenBins::of(std::string_view metric) const {
  const auto named = std::ranges::find(given_, metric, &Given::pattern);
  if (named != given_.end()) return &named->bins;
  const auto fits = [metric](const Given& given) { return base::matches_glob(given.pattern, metric); };
  const auto found = std::ranges::find_if(given_, fits);
  return found != given_.end() ? &found->bins : nullptr;
}

std::vector<UnseenMetric> GivenBins::unseen(const std::set<std::string>& metrics) const {
  const std::vector<std::string> names(metrics.begin(), metrics.end());
  std::vector<UnseenMetric> unseen;
  for (const auto& [pattern, bins] : given_) {
    const auto fits = [&pattern](const std::string& name) { return base::matches_glob(pattern, name); };
    if (std::ranges::any_of(names, fits)) continue;
    unseen.push_back({pattern, base::nearest(pattern, names), "reduce.histogram_ranges"});
  }
  return unseen;
}

}  // namespace winnow::reduce
