#pragma once
// What a copy holds: its file MANIFEST, whose form winnow/store/backup.hpp tells.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "store/copied_file.hpp"
#include "winnow/base/error.hpp"

namespace winnow::store {

struct BackedUpFile {
  std::filesystem::path folder;  ///< where it was
  std::filesystem::path name;    ///< there, and in the copy
  Content content;

  bool operator==(const BackedUpFile&) const = default;
};

inline constexpr std::string_view manifest_name = "MANIFEST";

[[nodiscard]] std::string manifest_text(const std::vector<BackedUpFile>& files);

/// Of a copy. Fails if there is none, or if it is not as it was written.
[[nodiscard]] base::Result<std::vector<BackedUpFile>> read_manifest(const std::filesystem::path& copy);

}  // namespace winnow::store
