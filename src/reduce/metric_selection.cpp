#include "reduce/metric_selection.hpp"

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::reduce {

MetricSelection::MetricSelection(const std::vector<std::string>& patterns) {
  for (const auto& pattern : patterns) {
    if (pattern.starts_with('!')) {
      out_.push_back(pattern.substr(1));
    } else {
      in_.push_back(pattern);
    }
  }
}

bool MetricSelection::takes(std::string_view column) const {
  const auto matches = [column](const std::string& pattern) { return base::matches_glob(pattern, column); };
  return (in_.empty() || std::ranges::any_of(in_, matches)) && std::ranges::none_of(out_, matches);
}

std::vector<UnseenMetric> MetricSelection::unseen(const std::set<std::string>& columns) const {
  if (columns.empty()) return {};
  const std::vector<std::string> names(columns.begin(), columns.end());
  std::vector<UnseenMetric> unseen;
  for (const auto& pattern : in_) {
    const auto matches = [&pattern](const std::string& name) { return base::matches_glob(pattern, name); };
    if (std::ranges::none_of(names, matches)) unseen.push_back({pattern, base::nearest(pattern, names)});
  }
  return unseen;
}

}  // namespace winnow::reduce
