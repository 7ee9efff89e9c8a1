#pragma once
// Disk space for what does not fit in memory.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace winnow::reduce {

/// A file that has no name: whatever happens, its space is free once the process ends. It is made by the
/// first append. Throws base::Failure where it cannot be made, written or read.
class ScratchFile {
 public:
  explicit ScratchFile(std::string folder) : folder_(std::move(folder)) {}
  ScratchFile(ScratchFile&& other) noexcept
      : folder_(std::move(other.folder_)),
        fd_(std::exchange(other.fd_, -1)),
        size_(std::exchange(other.size_, 0)) {}
  ScratchFile& operator=(ScratchFile&& other) noexcept;
  ~ScratchFile();

  void append(std::span<const std::byte> bytes);

  /// Fills `into` with the bytes from `offset`, which must be there.
  void read(std::uint64_t offset, std::span<std::byte> into) const;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  void create();
  [[noreturn]] void fail(const char* verb, int error_number) const;

  std::string folder_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace winnow::reduce
