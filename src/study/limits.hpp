#pragma once
// Which values of a type a key takes.

#include <limits>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::study {

/// An amount in the type's own unit: a number, bytes, seconds. The same constructor serves tables of keys:
/// `at_least(base::mebibytes(1))`, `between(0, 9)`.
class Amount {
 public:
  constexpr Amount(double value) : value_(value) {}                                  // NOLINT: implicit
  constexpr Amount(base::Bytes bytes) : value_(static_cast<double>(bytes.count)) {}  // NOLINT: implicit
  constexpr Amount(base::Seconds seconds) : value_(seconds.count) {}                 // NOLINT: implicit
  [[nodiscard]] constexpr double value() const { return value_; }

 private:
  double value_;
};

struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool least_is_outside = false;

  /// False for NaN and the infinities.
  [[nodiscard]] bool holds(double amount) const;

  constexpr bool operator==(const Range&) const = default;
};

[[nodiscard]] constexpr Range any_finite() {
  return {.least = std::numeric_limits<double>::lowest(), .most = std::numeric_limits<double>::max()};
}

[[nodiscard]] constexpr Range at_least(Amount least) {
  return {.least = least.value()};
}
[[nodiscard]] constexpr Range between(Amount least, Amount most) {
  return {.least = least.value(), .most = most.value()};
}
[[nodiscard]] constexpr Range above(Amount least, Amount most = std::numeric_limits<double>::infinity()) {
  return {.least = least.value(), .most = most.value(), .least_is_outside = true};
}

struct Limits {
  Range range;  ///< of amounts
  /// Of texts; none: any. One that ends in NN stands for all that go on with a digit there, "pNN" for
  /// "p99.9": which numbers there are, whoever uses the text knows. One that begins with @ stands for all
  /// that do.
  std::vector<std::string> choices;
};

}  // namespace winnow::study
