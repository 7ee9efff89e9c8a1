#include "read/number.hpp"

#include <fast_float/fast_float.h>

#include <charconv>
#include <cmath>

namespace winnow::read {
namespace {

/// The parsers take no plus sign, and after one no second sign may follow: nothing is left of such a text.
std::string_view without_plus(std::string_view text) {
  if (!text.starts_with('+')) return text;
  return text.starts_with("+-") ? std::string_view() : text.substr(1);
}

bool is_hexadecimal(std::string_view digits) {
  return digits.starts_with("0x") || digits.starts_with("0X");
}

/// A decimal number that is too large for a double.
bool overflows(std::string_view text) {
  const char* const last = text.data() + text.size();
  double value = 0;
  const auto [end, code] = fast_float::from_chars(text.data(), last, value);
  const bool begins_as_number = text.find_first_of("0123456789") <= text.find_first_of("iInN");
  return end == last && begins_as_number && (code == std::errc::result_out_of_range || std::isinf(value));
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  text = without_plus(text);
  const char* const last = text.data() + text.size();
  double value = 0;
  const auto [end, code] = fast_float::from_chars(text.data(), last, value);
  if (code != std::errc() || end != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_refused_number(std::string_view text) {
  text = without_plus(text);
  if (text.empty()) return false;
  const auto digits = text.substr(text.front() == '-' ? 1 : 0);
  if (is_hexadecimal(digits))
    return digits.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  if (overflows(text)) return true;
  const auto comma = digits.find(',');
  return comma != std::string_view::npos && parse_number(digits.substr(0, comma)) &&
         digits.find_first_not_of("0123456789", comma + 1) == std::string_view::npos;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = without_plus(text);
  const char* const last = text.data() + text.size();
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), last, value);
  if (code != std::errc() || end != last) return std::nullopt;
  return value;
}

bool is_nan_word(std::string_view text) {
  return text.size() == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' && (text[2] | 0x20) == 'n';
}

}  // namespace winnow::read
