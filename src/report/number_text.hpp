#pragma once
// Numbers for people: as many digits as they are worth.

#include <cstdint>
#include <string>
#include <string_view>

namespace winnow::report {

/// Columns on a terminal: code points, so that "±" counts once.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// "1 row", "2,000 rows".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view thing);

/// Six significant digits, "nan" for what is missing.
[[nodiscard]] std::string number_text(double value);

/// Of something a second: "15,000", "0.071".
[[nodiscard]] std::string per_second_text(double rate);

/// A value and its uncertainty, both to the place of the uncertainty's second digit: {"0.683", "0.012"}.
/// Without an uncertainty (NaN, zero) the second is empty.
struct Uncertain {
  std::string value;
  std::string uncertainty;
};
[[nodiscard]] Uncertain uncertain_text(double value, double uncertainty);

}  // namespace winnow::report
