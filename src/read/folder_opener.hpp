#pragma once
// Opening many files of one folder, without the kernel's walking down the whole path for each.

#include <string>
#include <string_view>

#include "winnow/base/descriptor.hpp"

namespace winnow::read {

/// Keeps a folder open once several files in a row came from it. Should the folder be replaced by another one
/// of its name meanwhile, files that the old one still holds are opened there.
class FolderOpener {
 public:
  /// Opens for reading, without ever blocking on a FIFO or a device. Where that fails, errno says why.
  [[nodiscard]] base::Descriptor open(const std::string& path);

 private:
  void notice(std::string_view folder);

  std::string folder_;  ///< of the last file, with its slash
  int files_in_row_ = 0;
  base::Descriptor handle_;
};

}  // namespace winnow::read
