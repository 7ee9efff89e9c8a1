#pragma once
// Whether files can be put into a folder: asked before any work is done for them.

#include <filesystem>
#include <string>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// Fails with `problem`, the system's words for it, and `advice`, if it is no folder, or nothing can be put
/// into it.
[[nodiscard]] base::Result<void> check_folder(const std::filesystem::path& folder, std::string problem,
                                              std::string advice);

}  // namespace winnow::store
