#include "winnow/program/value.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace winnow::program {
namespace {

/// The shortest digits that read back to the same number: std::to_chars without a precision gives them.
std::string text_of(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string text(digits.data(), end);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string text_of(std::int64_t value) {
  return std::to_string(value);
}

std::string text_of(const std::string& value) {
  return value;
}

}  // namespace

std::string to_text(const Value& value) {
  return std::visit([](const auto& typed) { return text_of(typed); }, value);
}

}  // namespace winnow::program
