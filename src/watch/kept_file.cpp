#include "watch/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace winnow::watch {

KeptFile::KeptFile(const std::filesystem::path& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
}

std::optional<std::string_view> KeptFile::text() {
  constexpr std::size_t usual = 4096;
  if (!file_.is_open()) return std::nullopt;
  if (buffer_.empty()) buffer_.resize(usual);
  for (;;) {  // one piece at once, or two readings could be of different moments
    const auto got = ::pread(file_.get(), buffer_.data(), buffer_.size(), 0);
    if (got < 0) return std::nullopt;
    const auto size = static_cast<std::size_t>(got);
    if (size < buffer_.size()) return std::string_view(buffer_).substr(0, size);
    buffer_.resize(2 * buffer_.size());
  }
}

}  // namespace winnow::watch
