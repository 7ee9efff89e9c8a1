#include "winnow/reduce/statistic.hpp"

namespace winnow::reduce {

std::string_view name_of(Statistic statistic) {
  switch (statistic) {
    case Statistic::count:
      return "count";
    case Statistic::missing:
      return "missing";
    case Statistic::mean:
      return "mean";
    case Statistic::std:
      return "std";
    case Statistic::sem:
      return "sem";
    case Statistic::ci95:
      return "ci95";
    case Statistic::minimum:
      return "min";
    case Statistic::maximum:
      return "max";
  }
  return {};
}

std::optional<Statistic> statistic_named(std::string_view name) {
  for (const auto statistic : all_statistics) {
    if (name_of(statistic) == name) return statistic;
  }
  return std::nullopt;
}

double evaluate(Statistic statistic, const Moments& moments) {
  switch (statistic) {
    case Statistic::count:
      return static_cast<double>(moments.count());
    case Statistic::missing:
      return static_cast<double>(moments.missing());
    case Statistic::mean:
      return moments.mean();
    case Statistic::std:
      return moments.standard_deviation();
    case Statistic::sem:
      return moments.standard_error();
    case Statistic::ci95:
      return moments.confidence_95();
    case Statistic::minimum:
      return moments.minimum();
    case Statistic::maximum:
      return moments.maximum();
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace winnow::reduce
