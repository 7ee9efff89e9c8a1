#pragma once
// A folder of an evaluation's own.

#include <filesystem>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::program {

/// Gone with its contents when the evaluation is, unless it is kept.
class WorkingFolder {
 public:
  /// Makes one below `parent`, with a name that begins with `label` and that nobody else has, on any node.
  [[nodiscard]] static base::Result<WorkingFolder> make(const std::filesystem::path& parent,
                                                        std::string_view label);

  WorkingFolder(WorkingFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  WorkingFolder& operator=(WorkingFolder&&) = delete;
  ~WorkingFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Leaves it where it is, and gives its path.
  [[nodiscard]] std::filesystem::path keep();

 private:
  explicit WorkingFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;  ///< empty: not ours any more
};

}  // namespace winnow::program
