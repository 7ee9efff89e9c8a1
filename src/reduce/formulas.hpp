#pragma once
// What a Config computes of a row: derived metrics and the condition under which the row counts.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "winnow/formula/expression.hpp"
#include "winnow/read/field.hpp"
#include "winnow/reduce/config.hpp"

namespace winnow::reduce {

/// A metric that is computed.
struct Formula {
  std::string name;
  std::string expression;
};

/// The formulas of a Config, in an order in which each comes after those that it uses. A name in an
/// expression is that of a numeric field of the file's name, of a derived metric, or else of a column.
class Formulas {
 public:
  /// Fails on expressions that cannot be understood, that use a field that is text or each other in a circle,
  /// and on metrics that have the name of a field.
  [[nodiscard]] static tl::expected<Formulas, ConfigError> make(const Config& config,
                                                                const std::vector<read::Field>& fields);

  [[nodiscard]] bool empty() const { return derived_.empty() && where_.empty(); }

  [[nodiscard]] const std::vector<Formula>& derived() const { return derived_; }

  /// Empty: every row counts.
  [[nodiscard]] const std::string& where() const { return where_; }

  /// The columns that they use, each with the key at which it is used first.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& columns() const { return columns_; }

 private:
  std::vector<Formula> derived_;
  std::string where_;
  std::map<std::string, std::string, std::less<>> columns_;
};

}  // namespace winnow::reduce
