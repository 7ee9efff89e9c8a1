#pragma once

#include <string>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::report {

/// One conversion of printf for a double: "%.4f", "%-12.3e", "%g".
class NumberFormat {
 public:
  /// Fails on anything but a single conversion of a, e, f or g, with at most two digits of width and of
  /// precision.
  [[nodiscard]] static base::Result<NumberFormat> parse(std::string_view text);

  /// NaN is "nan" whatever its sign.
  [[nodiscard]] std::string text(double value) const;

 private:
  explicit NumberFormat(std::string format) : format_(std::move(format)) {}

  std::string format_;
};

}  // namespace winnow::report
