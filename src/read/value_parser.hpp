#pragma once
// Fields of columns of numbers.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::read {

/// Reads numbers and knows what stands for a missing one.
class ValueParser {
 public:
  /// `missing_words` beside nothing and NaN in any case.
  explicit ValueParser(std::vector<std::string> missing_words = {})
      : missing_words_(std::move(missing_words)) {}

  /// The number that is the whole of `text`, which has no blanks around it, or `missing`; nothing if it is
  /// neither.
  [[nodiscard]] std::optional<double> parse(std::string_view text) const;

 private:
  [[nodiscard]] bool is_missing(std::string_view text) const;

  std::vector<std::string> missing_words_;
};

}  // namespace winnow::read
