#include "report/number_format.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>

namespace winnow::report {
namespace {

/// Takes up to `most` leading characters out of `set`.
void skip(std::string_view& text, std::string_view set, std::size_t most) {
  while (most-- > 0 && !text.empty() && set.find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
}

bool is_conversion(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  if (!text.starts_with('%')) return false;
  text.remove_prefix(1);
  constexpr std::size_t flags = 5;
  skip(text, "-+ #0", flags);
  skip(text, digits, 2);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    skip(text, digits, 2);
  }
  return text.size() == 1 && std::string_view("aefgAEFG").find(text.front()) != std::string_view::npos;
}

}  // namespace

base::Result<NumberFormat> NumberFormat::parse(std::string_view text) {
  if (is_conversion(text)) return NumberFormat(std::string(text));
  return base::fail(fmt::format("bad number format \"{}\"", text),
                    "it is no conversion of printf for a number", "write %.4f, %g or the like");
}

std::string NumberFormat::text(double value) const {
  if (std::isnan(value)) return "nan";
  std::array<char, 512> buffer{};  // 1e308 with %f has 309 digits before the point and at most 99 behind
  const auto length = std::snprintf(buffer.data(), buffer.size(), format_.c_str(), value);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace winnow::report
