#pragma once
// Copies of results and of what they can be resumed from, to go back to.
//
// A copy is a folder, `city.h5.20260301T120000Z`, of the files as they were and of a text file MANIFEST: a
// line "winnow backup 1", a line "<checksum> <size> <folder><tab><name>" a file, and a line "end <checksum>"
// of all before. Checksums are XXH3 of 128 bits in hexadecimal; <folder> is where the file was, and <name>
// what it is called there and in the copy.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// Where the copies of one result stand. For one process at a time.
class BackupFolder {
 public:
  /// `name` tells the copies of this result from those of others in the folder: "city.h5".
  BackupFolder(std::filesystem::path folder, std::string name)
      : folder_(std::move(folder)), name_(std::move(name)) {}

  /// Makes the folder. Fails if that cannot be, or nothing can be put into it.
  [[nodiscard]] base::Result<void> prepare() const;

  /// Copies `sources`: files, and folders with the files right in them. What is not there is passed over, and
  /// so is what is added to a file meanwhile. The copy is durable, and gets its name when it is whole. `utc`
  /// is its time by ISO 8601 (base::utc_now()). Gives its path; none if there was nothing to copy. A copy
  /// that fails leaves nothing of it.
  [[nodiscard]] base::Result<std::optional<std::filesystem::path>> take(
      const std::vector<std::filesystem::path>& sources, std::string_view utc) const;

  /// The oldest first; none if there is no folder.
  [[nodiscard]] base::Result<std::vector<std::filesystem::path>> copies() const;

  /// Removes all but the newest `keep` copies.
  [[nodiscard]] base::Result<void> rotate(std::uint32_t keep) const;

 private:
  std::filesystem::path folder_;
  std::string name_;
};

struct RestoreOptions {
  std::filesystem::path to = {};  ///< a folder; empty: where the files were
  bool overwrite = false;         ///< files that are there
};

/// Puts the files of a copy back, each at once, and gives their paths. `copy` is one, or a folder of copies
/// of one result, of which the newest is taken. Fails before it touches anything if a file of the copy is not
/// as it was copied, or if one is there already.
[[nodiscard]] base::Result<std::vector<std::filesystem::path>> restore(const std::filesystem::path& copy,
                                                                       const RestoreOptions& options);

}  // namespace winnow::store
