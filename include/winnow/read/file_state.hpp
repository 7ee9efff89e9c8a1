#pragma once
// What tells that a file has changed.

#include <cstdint>
#include <optional>
#include <string>

#include "winnow/base/units.hpp"

namespace winnow::read {

/// What the file system says of a file without showing what is in it.
struct FileState {
  base::Bytes size;
  std::int64_t modified = 0;  ///< nanoseconds since 1970

  bool operator==(const FileState&) const = default;
};

/// Nothing if the path leads to no file.
[[nodiscard]] std::optional<FileState> state_of(const std::string& path);

}  // namespace winnow::read
