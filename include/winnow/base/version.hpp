#pragma once

#include <string_view>

namespace winnow::base {

/// The project's version, from the top CMakeLists.txt: "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace winnow::base
