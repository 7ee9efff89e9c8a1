#include "winnow/reduce/statistic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "winnow/base/text.hpp"

namespace winnow::reduce {
namespace {

using Kind = Statistic::Kind;

constexpr std::uint32_t percent = Percentile::whole / 100;

/// "99.9": as few digits as it takes.
std::string text_of(Percentile percentile) {
  auto text = fmt::format("{}.{:04}", percentile.millionths / percent, percentile.millionths % percent);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// Of digits and at most four decimals; what is spelt with more digits than it takes is for the caller to
/// see.
std::optional<Percentile> parse_percentile(std::string_view text) {
  const auto* const end = text.data() + text.size();
  std::uint32_t whole = 0;
  auto [at, error] = std::from_chars(text.data(), end, whole);
  if (error != std::errc() || whole > 100) return std::nullopt;
  std::uint32_t millionths = whole * percent;
  if (at != end && *at == '.') {
    ++at;
    for (auto unit = percent / 10; at != end && unit > 0 && '0' <= *at && *at <= '9'; unit /= 10) {
      millionths += static_cast<std::uint32_t>(*at++ - '0') * unit;
    }
  }
  if (at != end || millionths > Percentile::whole) return std::nullopt;
  return Percentile{millionths};
}

std::string quantile_meaning(Percentile percentile) {
  return fmt::format(
      "{} % quantile, linear between the two nearest values: type 7 of Hyndman and Fan, The American "
      "Statistician 50 (1996) 361",
      text_of(percentile));
}

}  // namespace

std::string name_of(Statistic statistic) {
  switch (statistic.kind()) {
    case Kind::count:
      return "count";
    case Kind::missing:
      return "missing";
    case Kind::sum:
      return "sum";
    case Kind::mean:
      return "mean";
    case Kind::std:
      return "std";
    case Kind::sem:
      return "sem";
    case Kind::ci95:
      return "ci95";
    case Kind::minimum:
      return "min";
    case Kind::maximum:
      return "max";
    case Kind::median:
      return "median";
    case Kind::percentile:
      return "p" + text_of(statistic.percentile());
    case Kind::first:
      return "first";
    case Kind::last:
      return "last";
  }
  __builtin_unreachable();
}

std::string meaning_of(Statistic statistic) {
  switch (statistic.kind()) {
    case Kind::count:
      return "number of values, without missing ones";
    case Kind::missing:
      return "number of missing values: NaN or nothing in the input";
    case Kind::sum:
      return "sum of the values, 0 without any";
    case Kind::mean:
      return "arithmetic mean of the values";
    case Kind::std:
      return "sample standard deviation, with count - 1";
    case Kind::sem:
      return "standard error of the mean: std / sqrt(count)";
    case Kind::ci95:
      return "half the width of the 95 % confidence interval of the mean: sem times the 0.975 quantile of "
             "Student's t with count - 1 degrees of freedom";
    case Kind::minimum:
      return "smallest value";
    case Kind::maximum:
      return "largest value";
    case Kind::median:
    case Kind::percentile:
      return quantile_meaning(statistic.percentile());
    case Kind::first:
      return "first value that is not missing, in the order of paths and then of rows";
    case Kind::last:
      return "last value that is not missing, in the order of paths and then of rows";
  }
  __builtin_unreachable();
}

std::optional<Statistic> statistic_named(std::string_view name) {
  for (const auto statistic : plain_statistics) {
    if (name_of(statistic) == name) return statistic;
  }
  if (!name.starts_with('p')) return std::nullopt;
  const auto percentile = parse_percentile(name.substr(1));
  if (!percentile || name_of(Statistic(*percentile)) != name) return std::nullopt;
  return Statistic(*percentile);
}

std::vector<std::string> statistics_near(std::string_view name) {
  if (name.starts_with('p')) {
    if (const auto percentile = parse_percentile(name.substr(1))) return {name_of(Statistic(*percentile))};
  }
  std::vector<std::string> names;
  for (const auto statistic : plain_statistics) names.push_back(name_of(statistic));
  return base::nearest(name, names);
}

Needs needs_of(std::span<const Statistic> statistics) {
  Needs needs;
  for (const auto statistic : statistics) {
    const auto kind = statistic.kind();
    needs.distribution = needs.distribution || kind == Kind::median || kind == Kind::percentile;
    needs.ends = needs.ends || kind == Kind::first || kind == Kind::last;
  }
  return needs;
}

}  // namespace winnow::reduce
