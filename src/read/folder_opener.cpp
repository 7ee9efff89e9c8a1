#include "read/folder_opener.hpp"

#include <fcntl.h>

namespace winnow::read {
namespace {

constexpr int file_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// Opening a folder costs about as much as eight files save.
constexpr int worth_a_handle = 8;

}  // namespace

base::Descriptor FolderOpener::open(const std::string& path) {
  notice(std::string_view(path).substr(0, path.rfind('/') + 1));
  if (handle_.is_open()) {
    base::Descriptor file(::openat(handle_.get(), path.c_str() + folder_.size(), file_flags));
    if (file.is_open()) return file;
  }
  return base::Descriptor(::open(path.c_str(), file_flags));
}

void FolderOpener::notice(std::string_view folder) {
  if (folder != folder_) {
    folder_ = folder;
    files_in_row_ = 0;
    handle_ = base::Descriptor();
  }
  if (!folder.empty() && ++files_in_row_ == worth_a_handle) {
    handle_ = base::Descriptor(::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  }
}

}  // namespace winnow::read
