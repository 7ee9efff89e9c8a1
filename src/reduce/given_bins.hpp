#pragma once
// The bins of histograms whose ranges the study gives.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reduce/bins.hpp"
#include "winnow/reduce/config.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

class GivenBins {
 public:
  explicit GivenBins(const Histograms& histograms);

  /// Those of the metric, by Histograms::ranges; null if no range is given, or there are no histograms. Valid
  /// as long as this object is where it is.
  [[nodiscard]] const Bins* of(std::string_view metric) const;

  /// The ranges that fit none of `metrics`, with the metrics nearest to each.
  [[nodiscard]] std::vector<UnseenMetric> unseen(const std::set<std::string>& metrics) const;

 private:
  struct Given {
    std::string pattern;
    Bins bins;
  };
  std::vector<Given> given_;  ///< the longest pattern first
};

}  // namespace winnow::reduce
