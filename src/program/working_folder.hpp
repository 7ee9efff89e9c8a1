#pragma once
// A folder of an evaluation's own.

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::program {

class WorkingFolders;

/// Whoever holds it has the folder alone. It is gone with its contents when its holder is done, unless it is
/// kept; its WorkingFolders outlives it.
class WorkingFolder {
 public:
  WorkingFolder(WorkingFolder&& other) noexcept;
  WorkingFolder& operator=(WorkingFolder&&) = delete;
  ~WorkingFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Says that no process uses it any more: another evaluation may have it, empty as it was.
  void free() { is_free_ = true; }

  /// Leaves it, with `label` as the beginning of its name; gives its path.
  [[nodiscard]] std::filesystem::path keep(std::string_view label);

 private:
  friend class WorkingFolders;
  WorkingFolder(WorkingFolders& origin, std::filesystem::path path);

  /// Removes the contents; false if the folder is not as it was made.
  [[nodiscard]] bool restore() const;

  WorkingFolders* origin_;
  std::filesystem::path path_;  ///< empty: not ours any more
  struct stat made_ {};         ///< as it was made, to tell it from what a program may put in its place
  bool is_free_ = false;
};

/// Making a folder and removing it takes a disk longer than starting a small program, so emptied ones are
/// used again. Thread-safe.
class WorkingFolders {
 public:
  /// Makes them in a hidden folder of this process below `parent`. Those that processes which were killed
  /// have left there are removed when the first one is made.
  explicit WorkingFolders(std::filesystem::path parent);
  WorkingFolders(const WorkingFolders&) = delete;
  WorkingFolders& operator=(const WorkingFolders&) = delete;
  ~WorkingFolders();

  [[nodiscard]] base::Result<WorkingFolder> take();

 private:
  friend class WorkingFolder;
  void give_back(std::filesystem::path path);
  [[nodiscard]] std::filesystem::path take_back();
  [[nodiscard]] base::Result<std::filesystem::path> make();
  int make_home();

  std::filesystem::path parent_;
  std::filesystem::path home_;  ///< this process's, which may have other WorkingFolders there
  std::mutex mutex_;
  std::vector<std::filesystem::path> unused_;  ///< empty ones
  std::uint64_t made_ = 0;
};

}  // namespace winnow::program
