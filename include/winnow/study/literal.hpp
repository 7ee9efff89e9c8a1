#pragma once
// A number or a text where both will do, kept as text: 16 and "16" are the same.

#include <optional>
#include <string>

namespace winnow::study {

struct Literal {
  std::string text;  ///< of a number the shortest digits that give it

  /// The number that the whole text is; none if it is no finite one.
  [[nodiscard]] std::optional<double> number() const;

  bool operator==(const Literal&) const = default;
};

}  // namespace winnow::study
