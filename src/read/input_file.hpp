#pragma once
// Files opened for reading, whatever they turn out to be.

#include <cstdint>
#include <optional>
#include <string>

#include "read/folder_opener.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/read/file_state.hpp"

namespace winnow::read {

/// One file at a time, read from any place on. Never blocks on a FIFO or a device, and takes nothing out of
/// them.
class InputFile {
 public:
  /// `profile` may be null, and is told of what is read.
  explicit InputFile(base::Profile* profile = nullptr) : profile_(profile) {}

  /// What one read gave.
  struct Chunk {
    std::size_t size = 0;
    bool is_last = false;  ///< nothing follows; a chunk of no bytes is always the last
  };

  /// Leaves the file before. Fails with the phrases of Reader::open.
  base::Result<void> open(const std::string& path);

  /// As Reader::state.
  [[nodiscard]] const std::optional<FileState>& state() const { return state_; }

  /// Reads at most `room` bytes from `offset` on. Fails with a phrase if that cannot be.
  base::Result<Chunk> read(char* to, std::size_t room, std::uint64_t offset);

 private:
  base::Profile* profile_;
  FolderOpener opener_;
  base::Descriptor file_;
  std::optional<FileState> state_;
};

}  // namespace winnow::read
