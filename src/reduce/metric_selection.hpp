#pragma once
// Which columns are metrics.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

/// Globs that take columns in and, with a leading '!', out: a column is a metric if some glob takes it in (or
/// there are none that do) and none takes it out. Derived metrics are taken in without being named.
class MetricSelection {
 public:
  explicit MetricSelection(const std::vector<std::string>& patterns, std::set<std::string> derived = {});

  [[nodiscard]] bool takes(std::string_view column) const;

  /// The patterns that take in none of `columns` and of the derived metrics, with the columns nearest to
  /// each. None are unseen where there are no columns at all.
  [[nodiscard]] std::vector<UnseenMetric> unseen(const std::set<std::string>& columns) const;

 private:
  std::vector<std::string> in_;
  std::vector<std::string> out_;
  std::set<std::string> derived_;
};

}  // namespace winnow::reduce
