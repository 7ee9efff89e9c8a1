#include "winnow/watch/alert_figures.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "winnow/watch/growth.hpp"

namespace winnow::watch {
namespace {

constexpr std::uint64_t fewest = 10;  ///< tasks or windows that a share or a deviation is told from

/// Below this share of what it may take, memory beyond the prediction harms nobody, and is learned from.
constexpr double harmless_share = 0.5;

/// Ranks are told slow once there is as much as this of their work, and peers enough to say who is odd.
constexpr base::Seconds long_work{10};
constexpr std::size_t fewest_peers = 2;
constexpr double certain = 3;  ///< standard errors
constexpr base::Seconds minute{60};

/// Of a window: of times that vary as exponential ones do, half as many are less than one in three hundred.
constexpr double enough_tasks = 30;
constexpr std::size_t most_windows = 30;
constexpr std::size_t fewest_windows = 3;

double over(std::optional<double> part, std::optional<double> whole) {
  return part && whole && *whole > 0 ? *part / *whole : no_figure;
}

/// Not of none.
double median(std::vector<double> values) {
  assert(!values.empty());
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, upper);
  if (values.size() % 2 == 1) return *upper;
  return (*upper + *std::max_element(values.begin(), upper)) / 2;
}

/// Of values in ascending order, two at least, all but the one at `left_out`.
double median_of_others(std::span<const double> sorted, std::size_t left_out) {
  const auto count = sorted.size() - 1;
  const auto other = [&](std::size_t i) { return sorted[i < left_out ? i : i + 1]; };
  return count % 2 == 1 ? other(count / 2) : (other(count / 2 - 1) + other(count / 2)) / 2;
}

double of_a_minute(const std::optional<Growth>& growth, double most) {
  if (!growth) return no_figure;
  const auto added = growth->lower * minute.count;
  return exceeds(*growth, most, minute) ? added : std::min(added, most);
}

}  // namespace

double memory_share(const Sample& sample) {
  return over(sample[Quantity::node_in_use], sample[Quantity::node_limit]);
}

double run_memory_share(base::Bytes used, base::Bytes limit) {
  if (limit.is_unlimited()) return no_figure;
  return over(static_cast<double>(used.count), static_cast<double>(limit.count));
}

double open_file_share(const Sample& sample, std::uint64_t most) {
  return over(sample[Quantity::open_files], static_cast<double>(most));
}

double memory_growth(const Series& series, double most) {
  return of_a_minute(latest_unexplained_growth(series), most);
}

double processes_growth(const Series& series, double most) {
  return of_a_minute(latest_growth(series, Quantity::children_resident), most);
}

double over_prediction(const Sample& sample, base::Bytes predicted, base::Bytes limit) {
  const auto known = unexplained_memory(sample);
  if (!known || predicted.count == 0 || limit.is_unlimited()) return no_figure;
  const auto memory = *known + sample[Quantity::children_resident].value_or(0);
  const bool is_harmless = memory < harmless_share * static_cast<double>(limit.count);
  return is_harmless ? 0 : memory / static_cast<double>(predicted.count);
}

double RecentPeak::take(double figure, base::Seconds now) {
  while (!highest_.empty() && highest_.front().at + stretch_ < now) highest_.pop_front();
  if (!std::isnan(figure)) {
    while (!highest_.empty() && highest_.back().figure <= figure) highest_.pop_back();
    highest_.push_back({now, figure});
  }
  return highest_.empty() ? no_figure : highest_.front().figure;
}

double success_share(std::uint64_t succeeded, std::uint64_t failed) {
  const auto all = succeeded + failed;
  return all >= fewest ? static_cast<double>(succeeded) / static_cast<double>(all) : no_figure;
}

std::vector<StorageRates::Rate> StorageRates::take(std::span<const OperationStatistics> statistics) {
  std::vector<Rate> rates;
  for (const auto& one : statistics) {
    if (one.resource != base::Resource::storage) continue;
    auto& seen = seen_[one.name];
    const Moved since{one.bytes - seen.bytes, one.total - seen.time, one.calls - seen.calls};
    if (!since.tells_a_rate()) continue;
    rates.push_back({one.name, since.rate()});
    seen = {one.bytes, one.total, one.calls};
  }
  return rates;
}

double unsteadiness(const OperationStatistics& operation) {
  const auto& rates = operation.telling_rates;
  return rates.windows >= fewest ? over(rates.deviation(), rates.mean) : no_figure;
}

/// Tasks in a window that has lasted so long, at the pace of those before; in the first one those that were
/// done.
double Pace::expected(std::uint64_t done, base::Seconds elapsed) const {
  if (rates_.empty()) return static_cast<double>(done - std::min(done, done_before_));
  return median({rates_.begin(), rates_.end()}) * elapsed.count;
}

double Pace::take(std::uint64_t done, bool has_more, base::Seconds now) {
  if (!began_) {
    began_ = now;
    done_before_ = done;
  }
  had_more_ = had_more_ && has_more;
  const auto elapsed = now - *began_;
  if (elapsed < window_ || expected(done, elapsed) < enough_tasks) return no_figure;
  const auto rate = static_cast<double>(done - std::min(done, done_before_)) / elapsed.count;
  const bool counts = had_more_;
  began_ = now;
  done_before_ = done;
  had_more_ = has_more;
  if (!counts) return no_figure;
  const auto lately = std::max(rate, rates_.empty() ? rate : rates_.back());
  const auto figure =
      rates_.size() < fewest_windows ? no_figure : over(lately, median({rates_.begin(), rates_.end()}));
  rates_.push_back(rate);
  if (rates_.size() > most_windows) rates_.pop_front();
  return figure;
}

std::vector<double> relative_slowness(std::span<const RankWork> ranks) {
  const auto tells = [](const RankWork& rank) { return rank.tasks >= fewest && rank.busy >= long_work; };
  const auto time_a_task = [](const RankWork& rank) {
    return rank.busy.count / static_cast<double>(rank.tasks);
  };
  const auto at_most = [&](const RankWork& rank) { return time_a_task(rank) + certain * rank.error.count; };
  std::vector<double> sorted;
  for (const auto& rank : ranks) {
    if (rank.tasks >= fewest) sorted.push_back(at_most(rank));
  }
  std::ranges::sort(sorted);
  std::vector<double> figures(ranks.size(), no_figure);
  if (sorted.size() <= fewest_peers) return figures;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (!tells(ranks[i])) continue;
    const auto at =
        static_cast<std::size_t>(std::ranges::lower_bound(sorted, at_most(ranks[i])) - sorted.begin());
    const auto at_least = std::max(0.0, time_a_task(ranks[i]) - certain * ranks[i].error.count);
    figures[i] = over(at_least, median_of_others(sorted, at));
  }
  return figures;
}

}  // namespace winnow::watch
