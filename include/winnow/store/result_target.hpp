#pragma once
// Whether a result can be written to where it is wanted: asked before any work is done, and once more by the
// writer.

#include <filesystem>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// Fails, with what to do, if `path` is a folder or its folder is missing or not writable; if its name is too
/// long for the names that a checkpoint and backups make of it; if a file stands
/// there and `overwrite` is false; and, whatever `overwrite` says, if that file is no intact HDF5 file: what
/// is not a result is never overwritten. Needs no MPI.
[[nodiscard]] base::Result<void> check_target(const std::filesystem::path& path, bool overwrite);

}  // namespace winnow::store
