#include "reduce/metric_selection.hpp"

#include <algorithm>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::reduce {

MetricSelection::MetricSelection(const std::vector<std::string>& patterns, std::set<std::string> derived)
    : derived_(std::move(derived)) {
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
  const bool in = in_.empty() || derived_.contains(std::string(column)) || std::ranges::any_of(in_, matches);
  return in && std::ranges::none_of(out_, matches);
}

std::vector<UnseenMetric> MetricSelection::unseen(const std::set<std::string>& columns) const {
  if (columns.empty()) return {};
  std::vector<std::string> names(columns.begin(), columns.end());
  names.insert(names.end(), derived_.begin(), derived_.end());
  std::vector<UnseenMetric> unseen;
  for (const auto& pattern : in_) {
    const auto matches = [&pattern](const std::string& name) { return base::matches_glob(pattern, name); };
    if (std::ranges::none_of(names, matches)) unseen.push_back({pattern, base::nearest(pattern, names)});
  }
  return unseen;
}

}  // namespace winnow::reduce
