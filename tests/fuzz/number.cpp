// Any text as a number: what strtod makes of it, where it is a finite decimal.

#include <bit>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "fuzz/fuzzing.hpp"
#include "read/decimal.hpp"
#include "read/number.hpp"

namespace winnow::fuzz {
namespace {

/// The C library's opinion, without what it takes beside finite decimals: blanks before, hexadecimals, words.
std::optional<double> by_strtod(const std::string& text) {
  if (text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const bool is_whole = !text.empty() && end == text.c_str() + text.size();
  if (!is_whole || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void check_number(const std::string& text) {
  const auto expected = by_strtod(text);
  const auto number = read::parse_number(text);
  require(number.has_value() == expected.has_value(), "a number is what strtod takes");
  require(!number || same(*number, *expected), "a number is what strtod reads");

  double plain = 0;
  const bool is_plain = read::parse_plain_decimal(text, plain);
  require(!is_plain || (expected && same(plain, *expected)), "the short way gives what strtod reads");

  const auto whole = read::parse_integer(text);
  require(!whole || text.ends_with(std::to_string(std::llabs(*whole)).substr(1)),
          "an integer ends as its text");
  require(!whole || (expected && static_cast<double>(*whole) == *expected), "an integer is a number, too");
}

}  // namespace
}  // namespace winnow::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::check_number({reinterpret_cast<const char*>(data), size});
  return 0;
}
