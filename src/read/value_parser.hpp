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
  explicit ValueParser(std::vector<std::string> missing_words = {});

  /// The number that is the whole of `text`, which has no blanks around it, or `missing`; nothing if it is
  /// neither.
  [[nodiscard]] std::optional<double> parse(std::string_view text) const;

  /// True if no number stands for a missing value, so that what is a number is its value.
  [[nodiscard]] bool takes_numbers_as_they_are() const { return takes_numbers_as_they_are_; }

 private:
  [[nodiscard]] bool is_missing(std::string_view text) const;

  std::vector<std::string> missing_words_;
  bool takes_numbers_as_they_are_;
};

}  // namespace winnow::read
