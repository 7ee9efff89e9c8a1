#pragma once
// Pieces of the small text files and variables in which a system describes itself.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::cluster {

/// The parts between separators, empty ones included; views into `text`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number and nothing else.
[[nodiscard]] std::optional<std::uint64_t> number(std::string_view text);

/// A small file's trimmed content; nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> content_of(const std::filesystem::path& path);

}  // namespace winnow::cluster
