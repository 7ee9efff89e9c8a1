#pragma once
// What the tables of a search have in common.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "optimize/slab_table.hpp"
#include "winnow/base/columns.hpp"
#include "winnow/evolve/space.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

using base::column;
using base::count_of;
using base::described;

inline constexpr std::uint64_t status_width = 12;  ///< of the longest status

/// The path of a problem's table: "optimize/best", or "optimize/sensor/best" where problems have names.
[[nodiscard]] std::string path_of(std::string_view group, const Problem& problem, std::string_view table);

/// Text cells are as wide as the longest choice, at least one byte.
[[nodiscard]] std::uint64_t width_of(const std::vector<std::string>& choices);

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
