#pragma once
// Textbook forms, neither shifted nor rotated: Molga and Smutnicki, "Test functions for optimization needs",
// 2005.

#include <cstddef>
#include <span>
#include <string_view>

#include "winnow/evolve/functions.hpp"

namespace winnow::evolve {

struct PlainDefinition {
  std::string_view name;
  TestFunction (*make)(std::size_t dimension);
};

[[nodiscard]] std::span<const PlainDefinition> plain_definitions();

}  // namespace winnow::evolve
