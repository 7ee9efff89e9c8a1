#pragma once
// Columns of tables out of rows in memory.

#include <concepts>
#include <cstdint>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "winnow/base/table.hpp"

namespace winnow::base {

/// What `get`, a function or a member, tells of each of `rows`; integers as result files have them, signed
/// and of 64 bits.
template <std::ranges::forward_range Rows, class Get>
[[nodiscard]] auto column(const Rows& rows, Get get) {
  using Told = std::remove_cvref_t<std::invoke_result_t<Get&, std::ranges::range_reference_t<const Rows>>>;
  using Cell = std::conditional_t<std::integral<Told>, std::int64_t, Told>;
  std::vector<Cell> cells;
  for (const auto& row : rows) cells.push_back(static_cast<Cell>(std::invoke(get, row)));
  return cells;
}

/// A count as result files have it.
[[nodiscard]] constexpr std::int64_t count_of(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

/// The attributes of a column: what it is, and its units by UDUNITS; empty where it has none.
[[nodiscard]] std::vector<Attribute> described(std::string_view long_name, std::string_view units = {});

}  // namespace winnow::base
