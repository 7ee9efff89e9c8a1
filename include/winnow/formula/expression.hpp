#pragma once
// Formulas over named numbers, as studies write them.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::formula {

/// What `_pi` and `_e` are where nothing else has these names, which Expression::names() tells as any other.
[[nodiscard]] std::optional<double> constant(std::string_view name);

/// One expression: numbers, names, + - * / ^, < <= > >= == !=, && || !, ?:, parentheses and the functions
/// abs, acos, asin, atan, atan2, ceil, cos, cosh, exp, floor, hypot, log, log10, log2, max, min, round, sign,
/// sin, sinh, sqrt, tan, tanh. A name of other than letters, digits and '_' stands in [brackets]. Arithmetic
/// is that of doubles, step by step as it is written, so that a comparison with NaN is false, but for !=; max
/// and min of NaN and any number are NaN. For one thread at a time.
class Expression {
 public:
  /// Fails on what is no expression, with the column (place.column, in bytes from 1) where it is known.
  [[nodiscard]] static base::Result<Expression> parse(std::string_view text);

  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  /// The names in it, each once, sorted.
  [[nodiscard]] const std::vector<std::string>& names() const;

  /// The value where names()[i] has the value values[i].
  [[nodiscard]] double evaluate(std::span<const double> values);

 private:
  struct Parts;
  explicit Expression(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::formula
