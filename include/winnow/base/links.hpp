#pragma once
// Where symbolic links lead.

#include <filesystem>

namespace winnow::base {

/// What `path` leads to where it is a symbolic link, through any number of them, be it there or not; else
/// `path` itself, as it is where links lead in a circle. Links of folders above it stay.
[[nodiscard]] std::filesystem::path end_of_links(std::filesystem::path path);

}  // namespace winnow::base
