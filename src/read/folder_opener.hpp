#pragma once
// Opening many files of one folder, without the kernel's walking down the whole path for each.

#include <string>
#include <string_view>

namespace winnow::read {

/// A file descriptor that is closed with its owner; -1: none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  int release();

 private:
  int fd_ = -1;
};

/// Keeps a folder open once several files in a row came from it. Should the folder be replaced by another one
/// of its name meanwhile, files that the old one still holds are opened there.
class FolderOpener {
 public:
  /// Opens for reading, without ever blocking on a FIFO or a device. Where that fails, errno says why.
  [[nodiscard]] Descriptor open(const std::string& path);

 private:
  void notice(std::string_view folder);

  std::string folder_;  ///< of the last file, with its slash
  int files_in_row_ = 0;
  Descriptor handle_;
};

}  // namespace winnow::read
