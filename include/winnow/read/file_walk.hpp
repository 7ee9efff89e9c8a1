#pragma once
// The files that a study names, one after the other, without ever holding the list.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/read/file_state.hpp"

namespace winnow::read {

struct FoundFile {
  std::string path;                  ///< relative to the walk's folder if its pattern was, else absolute
  std::optional<FileState> state{};  ///< nothing if the walk had no need to look
};

/// How a walk looks at the files it finds.
enum class Look : std::uint8_t {
  at_names,  ///< a file that its folder says is a regular one is not looked at
  at_all     ///< every file has its state
};

/// What the walk met and could not take: a folder that cannot be listed, a matching name that is no regular
/// file, a name in a list that does not exist.
struct WalkRejection {
  std::string path;
  std::string reason;  ///< "not a regular file", "cannot be read: Permission denied"
  base::Place listed;  ///< the line that named it, if a list did
};

/// Files come in no particular order. A file is its path: one that is reached through two folder names comes
/// twice. As in a shell, a wildcard takes no leading dot: hidden files and folders must be named. Links to
/// folders are followed, but not back into a folder that the walk stands in. What is held is one open folder
/// a level; where lists have names more than once, 16 bytes for each of those. Lists are read through before
/// the first of their files is given, once for each million names.
class FileWalk {
 public:
  /// `patterns`: paths whose components may hold *, ? and [sets]; "**" spans any number of folders, and at
  /// the end takes every file below; "@names.txt" is a file with one path a line. Relative ones are relative
  /// to `folder`. A file matched by several patterns comes once. Fails if a fixed leading folder, a file of
  /// names or a file named without wildcards does not exist.
  [[nodiscard]] static base::Result<FileWalk> open(const std::vector<std::string>& patterns,
                                                   std::string folder, Look look = Look::at_all);

  FileWalk(FileWalk&&) noexcept;
  FileWalk& operator=(FileWalk&&) noexcept;
  ~FileWalk();

  /// Appends at most `at_most` files, maybe none: it looks at a bounded number of names, so as to return
  /// within milliseconds. False when there are no more.
  bool next(std::size_t at_most, std::vector<FoundFile>& files);

  /// What was rejected since the last call.
  [[nodiscard]] std::vector<WalkRejection> take_rejections();

 private:
  class State;
  explicit FileWalk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace winnow::read
