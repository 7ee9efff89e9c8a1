#pragma once
// How copies stand in their folder.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// The end of a copy's name: "2026-03-01T12:00:00Z" as "20260301T120000Z", which any file system takes.
[[nodiscard]] std::string stamp_of(std::string_view utc);

[[nodiscard]] bool is_stamp(std::string_view text);

/// Sorted; none if there is no folder.
[[nodiscard]] base::Result<std::vector<std::filesystem::path>> entries_of(
    const std::filesystem::path& folder);

/// With those that it is in.
[[nodiscard]] base::Result<void> make_folder(const std::filesystem::path& folder);

}  // namespace winnow::store
