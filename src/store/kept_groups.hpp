#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "store/hdf5.hpp"

namespace winnow::store {

/// Copies the top-level objects of the file at `old` to `file`, all but those named in `written`, with
/// everything below them. Throws Hdf5Failure.
void keep_groups(const std::filesystem::path& old, hid_t file, const std::set<std::string>& written);

}  // namespace winnow::store
