#include "winnow/base/kernel_text.hpp"

#include <charconv>
#include <system_error>

namespace winnow::base {

std::optional<std::uint64_t> leading_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto code = std::from_chars(text.data(), text.data() + text.size(), number).ec;
  return code == std::errc() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> keyed_number(std::string_view text, std::string_view key) {
  for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    const auto first = text.find_first_not_of(" \t", at + key.size());
    if (first == std::string_view::npos || first == at + key.size()) continue;
    return leading_number(text.substr(first));
  }
  return std::nullopt;
}

std::optional<Bytes> keyed_kibibytes(std::string_view text, std::string_view key) {
  const auto number = keyed_number(text, key);
  return number ? std::optional(kibibytes(*number)) : std::nullopt;
}

}  // namespace winnow::base
