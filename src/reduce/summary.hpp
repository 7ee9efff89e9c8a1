#pragma once
// From what is kept of a metric in a group to its statistics.

#include "reduce/bin_counts.hpp"
#include "reduce/ends.hpp"
#include "winnow/reduce/distribution.hpp"
#include "winnow/reduce/moments.hpp"
#include "winnow/reduce/statistic.hpp"

namespace winnow::reduce {

/// What is kept of one metric in one group: of the last three, what the Needs of the statistics say.
struct Summary {
  const Moments& moments;
  const Distribution* distribution = nullptr;
  const Ends* ends = nullptr;
  const BinCounts* bin_counts = nullptr;
};

/// The statistic's value: NaN where too few values define it. The summary must hold what the statistic needs.
[[nodiscard]] double evaluate(Statistic statistic, const Summary& summary);

}  // namespace winnow::reduce
