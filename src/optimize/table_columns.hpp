#pragma once
// What the tables of a search have in common.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optimize/slab_table.hpp"
#include "winnow/evolve/space.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

inline constexpr std::uint64_t status_width = 12;  ///< of the longest status

/// The path of a problem's table: "optimize/best", or "optimize/sensor/best" where problems have names.
[[nodiscard]] std::string path_of(std::string_view group, const Problem& problem, std::string_view table);

/// The attributes of a column: what it is, and its unit by UDUNITS, empty where it has none.
[[nodiscard]] std::vector<base::Attribute> described(std::string_view meaning, std::string_view unit = {});

/// Text cells are as wide as the longest choice, at least one byte.
[[nodiscard]] std::uint64_t width_of(const std::vector<std::string>& choices);

/// What `get` gives for each of `rows`.
template <class Rows, class Get>
auto column(const Rows& rows, Get get) {
  std::vector<decltype(get(*rows.begin()))> values;
  values.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(values), get);
  return values;
}

/// A count as HDF5 and netCDF readers take it.
[[nodiscard]] inline std::int64_t count_of(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

/// Adds a variable for each parameter, of the type that it has; `values_of` a row is a candidate.
template <class Rows, class Values>
void add_parameters(const evolve::Space& space, const Rows& rows, Values values_of, SlabTable& table) {
  for (std::size_t i = 0; i < space.dimension(); ++i) {
    const auto& parameter = space.parameters()[i];
    const auto value = [&](const auto& row) { return values_of(row)[i]; };
    const auto meaning = described("parameter " + parameter.name);
    switch (parameter.type) {
      case evolve::ParameterType::real:
        table.add(parameter.name, column(rows, value), meaning);
        break;
      case evolve::ParameterType::integer:
        table.add(parameter.name,
                  column(rows, [&](const auto& row) { return static_cast<std::int64_t>(value(row)); }),
                  meaning);
        break;
      case evolve::ParameterType::choice:
        table.add(
            parameter.name,
            column(rows,
                   [&](const auto& row) { return parameter.choices[static_cast<std::size_t>(value(row))]; }),
            width_of(parameter.choices), meaning);
        break;
    }
  }
}

}  // namespace winnow::optimize
