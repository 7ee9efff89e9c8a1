#include "winnow/evolve/space.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "evolve/elementary.hpp"

namespace winnow::evolve {
namespace {

constexpr double largest_exact_integer = 0x1p53;
constexpr int most_digits = 17;  // a double has no more (IEEE 754-2019, table 2)

/// Distance of neighbouring values; 0 where there is none between them.
double spacing(const Parameter& parameter) {
  if (parameter.type == ParameterType::choice) return 1;
  if (parameter.step > 0) return parameter.step;
  return parameter.type == ParameterType::integer ? 1 : 0;
}

/// How many steps fit into the bounds; a quotient that rounding has brought just below an integer is that
/// one.
double last_step(const Parameter& parameter) {
  const double quotient = (parameter.high - parameter.low) / spacing(parameter);
  const double nearest = std::round(quotient);
  return std::abs(quotient - nearest) <= 1e-9 * std::max(1.0, nearest) ? nearest : std::floor(quotient);
}

/// The power of ten that makes integers of all values on a grid of decimal numbers; 0 where there is none, or
/// they have so many digits that they may be meant otherwise.
double power_of_ten(const Parameter& parameter) {
  constexpr double most = 1e12;
  constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
  const double largest = std::max(std::abs(parameter.low), std::abs(parameter.high));
  const auto is_integer = [](double scaled) {
    return std::abs(scaled - std::round(scaled)) <= rounding * std::abs(scaled);
  };
  for (double power = 1; largest * power <= most; power *= 10) {
    if (is_integer(parameter.low * power) && is_integer(parameter.step * power)) return power;
  }
  return 0;
}

/// Written in decimals, where low and step are: 0.7, and not the sum of 0.1 seven times.
double on_grid(const Parameter& parameter, double power, double value) {
  const double step = std::round((value - parameter.low) / spacing(parameter));
  const double kept = parameter.low + spacing(parameter) * std::clamp(step, 0.0, last_step(parameter));
  return std::min(power > 0 ? std::round(kept * power) / power : kept, parameter.high);
}

/// Decimal rounding of the exact binary value, ties to even.
double rounded_to(int digits, double value) {
  char text[40];
  const auto written =
      std::to_chars(std::begin(text), std::end(text), value, std::chars_format::scientific, digits - 1);
  double rounded = value;
  std::from_chars(text, written.ptr, rounded);
  return rounded;
}

tl::unexpected<base::Error> fail_at(const Parameter& parameter, const std::string& problem, std::string why,
                                    std::string advice) {
  return base::fail(fmt::format("parameter \"{}\": {}", parameter.name, problem), std::move(why),
                    std::move(advice));
}

base::Result<void> check_bounds(const Parameter& parameter) {
  const auto [low, high] = std::pair(parameter.low, parameter.high);
  if (!std::isfinite(low) || !std::isfinite(high)) {
    return fail_at(parameter, fmt::format("bounds {} and {} are not both finite", low, high),
                   "the search begins with points spread between them", "give two numbers");
  }
  if (!(low < high)) {
    return fail_at(parameter, fmt::format("low = {} is not below high = {}", low, high),
                   "nothing lies between them",
                   "exchange them, or leave the parameter out and fix its value");
  }
  if (!std::isfinite(high - low)) {
    return fail_at(parameter, fmt::format("the range from {} to {} is too wide", low, high),
                   "its width is beyond the largest number", "narrow the bounds, or use a log scale");
  }
  if (parameter.scale == Scale::log && low <= 0) {
    return fail_at(parameter, fmt::format("a log scale from low = {}", low), "logarithms need values above 0",
                   "raise low above 0, or write scale = \"linear\"");
  }
  return {};
}

base::Result<void> check_integers(const Parameter& parameter) {
  for (const double bound : {parameter.low, parameter.high, parameter.step}) {
    if (std::trunc(bound) != bound || std::abs(bound) > largest_exact_integer) {
      return fail_at(parameter, fmt::format("{} is not an integer of at most 2^53", bound),
                     "the parameter's type is \"integer\"", "round it, or write type = \"real\"");
    }
  }
  return {};
}

base::Result<void> check_step(const Parameter& parameter) {
  if (!(parameter.step >= 0)) {
    return fail_at(parameter, fmt::format("step = {} is not above 0", parameter.step),
                   "it leads from low to high", "give the distance of two neighbouring values");
  }
  if (parameter.step > parameter.high - parameter.low) {
    return fail_at(parameter,
                   fmt::format("step = {} is larger than high - low = {}", parameter.step,
                               parameter.high - parameter.low),
                   "low would be the only value", "make the step smaller");
  }
  return {};
}

base::Result<void> check_start(const Parameter& parameter) {
  if (!parameter.start) return {};
  const double start = *parameter.start;
  if (!(start >= parameter.low && start <= parameter.high)) {
    return fail_at(parameter,
                   fmt::format("start = {} is outside {} … {}", start, parameter.low, parameter.high),
                   "the search does not leave its bounds", "move the start or the bounds");
  }
  if (parameter.type != ParameterType::real && std::trunc(start) != start) {
    return fail_at(parameter, fmt::format("start = {} is not an integer", start), "all values of it are",
                   "round it");
  }
  return {};
}

base::Result<void> check(const Parameter& parameter) {
  if (auto checked = check_bounds(parameter); !checked) return checked;
  if (parameter.type == ParameterType::integer) {
    if (auto checked = check_integers(parameter); !checked) return checked;
  }
  if (auto checked = check_step(parameter); !checked) return checked;
  return check_start(parameter);
}

/// A choice as the integers that number its words.
base::Result<Parameter> numbered(Parameter parameter) {
  if (parameter.type != ParameterType::choice) return parameter;
  if (parameter.choices.size() < 2) {
    return fail_at(parameter, "fewer than two choices", "there is nothing to choose",
                   "list its words in choices, or leave the parameter out");
  }
  parameter.low = 0;
  parameter.high = static_cast<double>(parameter.choices.size() - 1);
  parameter.step = 0;
  parameter.scale = Scale::linear;
  return parameter;
}

struct Interval {
  double lower;
  double upper;
};

/// Where the parameter's search coordinate lies. Half a cell is added at both ends, where there are cells; at
/// a log scale's lower end no more than half the value, lest it reach 0.
Interval coordinates_of(const Parameter& parameter) {
  const double half = spacing(parameter) / 2;
  if (half == 0 && parameter.scale == Scale::linear) return {parameter.low, parameter.high};
  const double last = half > 0 ? parameter.low + spacing(parameter) * last_step(parameter) : parameter.high;
  if (parameter.scale == Scale::linear) return {parameter.low - half, last + half};
  return {elementary::log(std::max(parameter.low - half, parameter.low / 2)), elementary::log(last + half)};
}

}  // namespace

base::Result<Space> Space::make(std::vector<Parameter> parameters, int digits) {
  if (parameters.empty()) {
    return base::fail("no parameter to search over", "", "add an [[optimize.parameter]]");
  }
  if (digits < 0 || digits > most_digits) {
    return base::fail(fmt::format("digits = {} is not between 0 and {}", digits, most_digits),
                      "a number has no more significant digits", "give fewer, or 0 to round nothing");
  }
  Space space;
  space.digits_ = digits;
  space.plain_ = digits == 0;
  std::set<std::string> names;
  for (auto& given : parameters) {
    auto parameter = numbered(std::move(given));
    if (!parameter) return tl::unexpected(std::move(parameter).error());
    if (auto checked = check(*parameter); !checked) return tl::unexpected(std::move(checked).error());
    if (!names.insert(parameter->name).second) {
      return fail_at(*parameter, "the name stands twice", "values are told apart by it",
                     "rename one of the two");
    }
    const auto [lower, upper] = coordinates_of(*parameter);
    space.lower_.push_back(lower);
    space.upper_.push_back(upper);
    space.powers_.push_back(parameter->step > 0 ? power_of_ten(*parameter) : 0);
    space.plain_ = space.plain_ && spacing(*parameter) == 0 && parameter->scale == Scale::linear;
    space.parameters_.push_back(*std::move(parameter));
  }
  return space;
}

void Space::values_of(std::span<const double> search, std::span<double> values) const {
  assert(search.size() == dimension() && values.size() == dimension());
  for (std::size_t j = 0; j < parameters_.size(); ++j) {
    const auto& parameter = parameters_[j];
    double value = parameter.scale == Scale::log ? elementary::exp(search[j]) : search[j];
    const bool has_cells = spacing(parameter) > 0;
    if (has_cells) value = on_grid(parameter, powers_[j], value);
    if (digits_ > 0 && parameter.type == ParameterType::real) value = rounded_to(digits_, value);
    values[j] = std::clamp(value, parameter.low, parameter.high);
  }
}

void Space::search_of(std::span<const double> values, std::span<double> search) const {
  assert(search.size() == dimension() && values.size() == dimension());
  for (std::size_t j = 0; j < parameters_.size(); ++j) {
    const auto& parameter = parameters_[j];
    const double value = std::clamp(values[j], parameter.low, parameter.high);
    const double coordinate = parameter.scale == Scale::log ? elementary::log(value) : value;
    search[j] = std::clamp(coordinate, lower_[j], upper_[j]);
  }
}

}  // namespace winnow::evolve
