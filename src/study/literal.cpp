#include "winnow/study/literal.hpp"

#include <charconv>
#include <cmath>

namespace winnow::study {

std::optional<double> Literal::number() const {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, value);
  if (code != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace winnow::study
