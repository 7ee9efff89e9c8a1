#pragma once
// What was measured at one moment.

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include "winnow/base/units.hpp"
#include "winnow/watch/quantity.hpp"

namespace winnow::watch {

/// A value for each quantity that could be read, in the quantity's unit. What could not be read, because the
/// kernel is too old or does not tell this user, is absent, and never zero.
class Sample {
 public:
  base::Seconds time;  ///< by the clock of who took it

  explicit Sample(base::Seconds at = {}) : time(at) { values_.fill(absent); }

  [[nodiscard]] std::optional<double> operator[](Quantity quantity) const {
    const double value = values_[static_cast<std::size_t>(quantity)];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }

  /// The same of a quantity whose unit is "B", "s".
  [[nodiscard]] std::optional<base::Bytes> bytes(Quantity quantity) const {
    assert(text_of(quantity).units == "B");
    const auto value = (*this)[quantity];
    return value ? std::optional(base::Bytes{static_cast<std::uint64_t>(*value)}) : std::nullopt;
  }
  [[nodiscard]] std::optional<base::Seconds> seconds(Quantity quantity) const {
    assert(text_of(quantity).units == "s");
    const auto value = (*this)[quantity];
    return value ? std::optional(base::Seconds{*value}) : std::nullopt;
  }

  /// NaN where it is absent, as tables have it.
  [[nodiscard]] double value_or_nan(Quantity quantity) const {
    return values_[static_cast<std::size_t>(quantity)];
  }

  void set(Quantity quantity, std::optional<double> value) {
    values_[static_cast<std::size_t>(quantity)] = value.value_or(absent);
  }
  void set(Quantity quantity, std::optional<base::Bytes> value) {
    set(quantity, value ? std::optional(static_cast<double>(value->count)) : std::nullopt);
  }
  void set(Quantity quantity, std::optional<base::Seconds> value) {
    set(quantity, value ? std::optional(value->count) : std::nullopt);
  }

 private:
  static constexpr double absent = std::numeric_limits<double>::quiet_NaN();

  std::array<double, quantity_count> values_{};
};

}  // namespace winnow::watch
