#pragma once
// How the program is told that it is a helper.

#include <string_view>

namespace winnow::program {

inline constexpr const char* own_program = "/proc/self/exe";
inline constexpr std::string_view spawner_verb = "__spawner";
inline constexpr std::string_view plugin_verb = "__plugin";

}  // namespace winnow::program
