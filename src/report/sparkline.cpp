#include "winnow/report/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>
#include <vector>

namespace winnow::report {
namespace {

constexpr std::size_t most_bars = 20;
constexpr std::array<std::string_view, 9> bars{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

/// Sums of so many neighbours that there are no more than most_bars.
std::vector<double> joined(std::span<const double> counts) {
  const auto together = std::max<std::size_t>(1, (counts.size() + most_bars - 1) / most_bars);
  std::vector<double> sums;
  for (std::size_t begin = 0; begin < counts.size(); begin += together) {
    const auto part = counts.subspan(begin, std::min(together, counts.size() - begin));
    sums.push_back(std::accumulate(part.begin(), part.end(), 0.0));
  }
  return sums;
}

}  // namespace

std::string sparkline(std::span<const double> counts) {
  const auto sums = joined(counts);
  const double fullest = sums.empty() ? 0 : std::ranges::max(sums);
  std::string line;
  for (const double sum : sums) {
    const double height = sum > 0 ? std::ceil(sum / fullest * (bars.size() - 1)) : 0;
    line += bars[static_cast<std::size_t>(height)];
  }
  return line;
}

}  // namespace winnow::report
