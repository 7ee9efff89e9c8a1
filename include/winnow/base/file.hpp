#pragma once
// Files that are whole or not there at all.

#include <filesystem>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::base {

/// The whole content of a file. For small files (studies, /proc, templates); data files have their readers.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// A name beside `target` to write under until the file is whole: hidden, and unlike any other process's,
/// also of other machines that share the folder. It is of bounded length, however long the target's is.
[[nodiscard]] std::filesystem::path temporary_beside(const std::filesystem::path& target);

/// Removes the files and folders that processes that were killed have left beside `target` under such names,
/// and MPI's lock files of these. What another process may still be writing stays: everything of processes
/// that live, and of other machines, containers and boots, about whose processes nothing is known here.
void remove_leftovers_beside(const std::filesystem::path& target);

/// Makes `temporary` durable (fsync) and gives it its final name in one step; syncs the folder too.
[[nodiscard]] Result<void> put_in_place(const std::filesystem::path& temporary,
                                        const std::filesystem::path& target);

/// Writes `content` so that, whatever happens, `path` holds either its old content or all of the new one.
[[nodiscard]] Result<void> write_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace winnow::base
