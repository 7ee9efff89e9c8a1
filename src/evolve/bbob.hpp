#pragma once
// The 24 functions of BBOB, as winnow/evolve/functions.hpp describes them.

#include <cstdint>
#include <span>
#include <string_view>

#include "winnow/evolve/functions.hpp"

namespace winnow::evolve::bbob {

struct Definition {
  std::string_view name;
  TestFunction (*make)(std::size_t dimension, std::uint64_t seed);
};

[[nodiscard]] std::span<const Definition> unimodal_definitions();    // f1, f2, f5 to f14
[[nodiscard]] std::span<const Definition> multimodal_definitions();  // f3, f4, f15 to f20, f23, f24
[[nodiscard]] std::span<const Definition> gallagher_definitions();   // f21, f22

}  // namespace winnow::evolve::bbob
