#pragma once
// What all fuzz targets share.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// The entry point of a target, as libFuzzer and the project's own driver (driver.cpp) call it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace winnow::fuzz {

/// Ends the process by SIGABRT, with the promise that was broken, unless it holds.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

/// An input's two parts: choices, which are the characters of its first line, and the text behind that.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : choices_(reinterpret_cast<const char*>(data), size), text_(choices_) {
    choices_ = choices_.substr(0, choices_.find('\n'));
    text_.remove_prefix(choices_.size() < text_.size() ? choices_.size() + 1 : text_.size());
  }

  /// The next choice, below `count`: '0' is 0, '1' is 1 and so on; 0 where there is no more.
  std::uint64_t choose(std::uint64_t count) {
    if (choices_.empty()) return 0;
    const auto choice = static_cast<std::uint8_t>(choices_.front() - '0');
    choices_.remove_prefix(1);
    return choice % count;
  }

  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view choices_;
  std::string_view text_;
};

/// A file that has a path but never touches a disk.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text)
      : fd_(::memfd_create("input", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(fd_)) {
    const auto written = ::write(fd_, text.data(), text.size());
    require(written == static_cast<ssize_t>(text.size()), "a file in memory can be written");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(fd_); }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  int fd_;
  std::string path_;
};

}  // namespace winnow::fuzz
