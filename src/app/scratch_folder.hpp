#pragma once

#include <cstdlib>
#include <string>

namespace winnow::app {

/// Where this user's temporary files go: TMPDIR, or /tmp.
[[nodiscard]] inline std::string scratch_folder() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/tmp";
}

}  // namespace winnow::app
