#include "report/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "winnow/base/text.hpp"

namespace winnow::report {

std::size_t columns_of(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", base::with_commas(count), thing, count == 1 ? "" : "s");
}

std::string number_text(double value) {
  return std::isnan(value) ? "nan" : fmt::format("{:.6g}", value);
}

std::string per_second_text(double rate) {
  return rate < 10 ? fmt::format("{:.2g}", rate) : base::with_commas(static_cast<std::uint64_t>(rate));
}

Uncertain uncertain_text(double value, double uncertainty) {
  if (std::isnan(value) || !std::isfinite(uncertainty) || uncertainty <= 0) return {number_text(value), {}};
  const int second_digit = 1 - static_cast<int>(std::floor(std::log10(uncertainty)));
  constexpr int most_decimals = 9;
  constexpr double fixed_limit = 1e9;
  if (second_digit > most_decimals || std::abs(value) >= fixed_limit || uncertainty >= fixed_limit) {
    return {fmt::format("{:.6g}", value), fmt::format("{:.2g}", uncertainty)};
  }
  const int decimals = std::max(0, second_digit);
  return {fmt::format("{:.{}f}", value, decimals), fmt::format("{:.{}f}", uncertainty, decimals)};
}

}  // namespace winnow::report
