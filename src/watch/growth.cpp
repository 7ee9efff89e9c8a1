#include "winnow/watch/growth.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace winnow::watch {
namespace {

/// The 0.975 quantile of the normal distribution.
constexpr double z_975 = 1.959963984540054;

/// Of what is kept on purpose: what the allocator's rounding, free space between, and copies on their way to
/// other ranks take.
constexpr double taken_besides = 0.5;

/// n(n-1)(2n+5), of which Var(S) has 1/18.
double kendall_term(double n) {
  return n * (n - 1) * (2 * n + 5);
}

/// The terms of all groups of equal values, added up.
double tied_terms(std::vector<double> values) {
  std::ranges::sort(values);
  double sum = 0;
  for (auto from = values.begin(); from != values.end();) {
    const auto to = std::find_if(from, values.end(), [from](double value) { return value != *from; });
    sum += kendall_term(static_cast<double>(to - from));
    from = to;
  }
  return sum;
}

double variance_of_s(std::span<const Point> points) {
  std::vector<double> values;
  std::vector<double> times;
  for (const auto& point : points) {
    values.push_back(point.value);
    times.push_back(point.time.count);
  }
  const auto all = kendall_term(static_cast<double>(points.size()));
  return std::max(0.0, (all - tied_terms(std::move(values)) - tied_terms(std::move(times))) / 18);
}

/// Between all pairs of points of different times, sorted.
std::vector<double> sorted_slopes(std::span<const Point> points) {
  std::vector<double> slopes;
  slopes.reserve(points.size() * (points.size() - 1) / 2);
  for (std::size_t j = 1; j < points.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      const auto apart = points[j].time - points[i].time;
      if (apart.count != 0) slopes.push_back((points[j].value - points[i].value) / apart.count);
    }
  }
  std::ranges::sort(slopes);
  return slopes;
}

/// Points from which slopes are taken at most, whose number is the square of that.
constexpr std::size_t most_points = 256;

base::Seconds middle_of(std::span<const Sample> samples) {
  return (samples.front().time + samples.back().time) * 0.5;
}

/// Of what `value` gives, from a time on.
template <class Value>
std::vector<Point> points_since(base::Seconds first, std::span<const Sample> samples, Value value) {
  std::vector<Point> points;
  for (const auto& sample : samples) {
    const std::optional<double> known = value(sample);
    if (known && sample.time >= first) points.push_back({sample.time, *known});
  }
  return points;
}

template <class Value>
std::vector<Point> later_half(const Series& series, base::Seconds until, Value value) {
  const auto even = series.evenly(2 * most_points);
  std::span<const Sample> samples(even);
  while (!samples.empty() && samples.back().time > until) samples = samples.first(samples.size() - 1);
  if (samples.empty()) return {};
  auto points = points_since(middle_of(samples), samples, value);
  if (points.size() >= fewest_points) return points;
  points = points_since(middle_of(samples), series.unthinned(), value);  // few are kept: the latest must do
  std::erase_if(points, [until](const Point& point) { return point.time > until; });
  return points;
}

/// Every so manyeth of the points, the last among them.
std::vector<Point> thinned(const std::vector<Point>& points) {
  const auto stride = (points.size() + most_points - 1) / most_points;
  if (stride <= 1) return points;
  std::vector<Point> some;
  for (auto i = (points.size() - 1) % stride; i < points.size(); i += stride) some.push_back(points[i]);
  return some;
}

template <class Value>
std::vector<Point> latest(const Series& series, Value value) {
  const auto samples = series.samples();
  if (samples.empty()) return {};
  return thinned(points_since(middle_of(samples), series.unthinned(), value));
}

double median_of(const std::vector<double>& sorted) {
  const auto middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

}  // namespace

std::optional<Growth> growth_of(std::span<const Point> points) {
  if (points.size() < fewest_points) return std::nullopt;
  const auto slopes = sorted_slopes(points);
  if (slopes.empty()) return std::nullopt;
  const auto count = static_cast<double>(slopes.size());
  const auto width = z_975 * std::sqrt(variance_of_s(points));
  const auto at_rank = [&](double rank) {  // from 1
    return slopes[static_cast<std::size_t>(std::clamp(rank, 1.0, count)) - 1];
  };
  return Growth{median_of(slopes), at_rank(std::floor((count - width) / 2)),
                at_rank(std::ceil((count + width) / 2) + 1), points.back().time - points.front().time};
}

std::optional<double> unexplained_memory(const Sample& sample) {
  const auto resident = sample[Quantity::resident];
  if (!resident) return std::nullopt;
  return *resident - (1 + taken_besides) * sample[Quantity::held].value_or(0);
}

std::optional<Growth> growth_of(const Series& series, Quantity quantity) {
  return growth_of(later_half(series, base::Seconds::never(),
                              [quantity](const Sample& sample) { return sample[quantity]; }));
}

std::optional<Growth> unexplained_growth(const Series& series, base::Seconds until) {
  return growth_of(later_half(series, until, unexplained_memory));
}

std::optional<Growth> latest_unexplained_growth(const Series& series) {
  return growth_of(latest(series, unexplained_memory));
}

std::optional<Growth> latest_growth(const Series& series, Quantity quantity) {
  return growth_of(latest(series, [quantity](const Sample& sample) { return sample[quantity]; }));
}

}  // namespace winnow::watch
