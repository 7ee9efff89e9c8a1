#pragma once
// Copies of files whose content is known by its checksum.

#include <cstdint>
#include <filesystem>
#include <string>

#include "winnow/base/error.hpp"

namespace winnow::store {

struct Content {
  std::uint64_t size = 0;
  std::string checksum;  ///< XXH3 of 128 bits, in hexadecimal

  bool operator==(const Content&) const = default;
};

/// What the file holds now.
[[nodiscard]] base::Result<Content> content_of(const std::filesystem::path& file);

/// Copies what the file holds now, makes that durable, and gives it. A file at `to` is replaced.
[[nodiscard]] base::Result<Content> copy_content(const std::filesystem::path& from,
                                                 const std::filesystem::path& to);

/// Of a text.
[[nodiscard]] std::string checksum_of(std::string_view text);

}  // namespace winnow::store
