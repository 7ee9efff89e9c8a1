#pragma once
// Searches that look at many bytes at a time.

#include <cstddef>
#include <string_view>

namespace winnow::read {

/// The first place of `a` or `b` in `text` from `from` on; npos if there is none.
[[nodiscard]] std::size_t find_either(std::string_view text, std::size_t from, char a, char b);

}  // namespace winnow::read
