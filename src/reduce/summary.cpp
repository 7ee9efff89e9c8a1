#include "reduce/summary.hpp"

#include <algorithm>
#include <cassert>

namespace winnow::reduce {
namespace {

/// The extremes are known exactly, so a sketch need not leave their range.
double quantile(Percentile percentile, const Summary& summary) {
  assert(summary.distribution != nullptr);
  const auto& moments = summary.moments;
  if (moments.count() == 0 || percentile.millionths == 0) return moments.minimum();
  if (percentile.millionths == Percentile::whole) return moments.maximum();
  return std::clamp(summary.distribution->quantile(percentile), moments.minimum(), moments.maximum());
}

}  // namespace

double evaluate(Statistic statistic, const Summary& summary) {
  const auto& moments = summary.moments;
  switch (statistic.kind()) {
    case Statistic::Kind::count:
      return static_cast<double>(moments.count());
    case Statistic::Kind::missing:
      return static_cast<double>(moments.missing());
    case Statistic::Kind::sum:
      return moments.sum();
    case Statistic::Kind::mean:
      return moments.mean();
    case Statistic::Kind::std:
      return moments.standard_deviation();
    case Statistic::Kind::sem:
      return moments.standard_error();
    case Statistic::Kind::ci95:
      return moments.confidence_95();
    case Statistic::Kind::minimum:
      return moments.minimum();
    case Statistic::Kind::maximum:
      return moments.maximum();
    case Statistic::Kind::median:
    case Statistic::Kind::percentile:
      return quantile(statistic.percentile(), summary);
    case Statistic::Kind::first:
      assert(summary.ends != nullptr);
      return summary.ends->first();
    case Statistic::Kind::last:
      assert(summary.ends != nullptr);
      return summary.ends->last();
  }
  __builtin_unreachable();
}

}  // namespace winnow::reduce
