#pragma once
// Where the journals of a result's runs stand until the result does.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// The folder `.<name of the result>.checkpoint`. It need not exist: the first journal makes it. Each run has
/// an id of its own there, so that journals of several runs stand side by side.
class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path path) : path_(std::move(path)) {}

  /// In `parent`; in the result's own folder if that is empty.
  [[nodiscard]] static CheckpointFolder of_result(const std::filesystem::path& result,
                                                  const std::filesystem::path& parent);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Where the journal of a rank of a run is to be.
  [[nodiscard]] std::filesystem::path journal(std::uint64_t run, std::int32_t rank) const;

  /// All that are there, sorted; none if there is no folder. Fails if it cannot be read.
  [[nodiscard]] base::Result<std::vector<std::filesystem::path>> journals() const;

  /// Removes the journals, and the folder if nothing else is in it.
  base::Result<void> remove() const;

 private:
  std::filesystem::path path_;
};

}  // namespace winnow::store
