#include "watch/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

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

std::optional<double> leading_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto code = std::from_chars(text.data(), text.data() + text.size(), number).ec;
  return code == std::errc() ? std::optional(static_cast<double>(number)) : std::nullopt;
}

std::optional<double> number_after(std::string_view text, std::string_view key) {
  for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    const auto first = text.find_first_not_of(" \t", at + key.size());
    if (first == std::string_view::npos || first == at + key.size()) continue;
    return leading_number(text.substr(first));
  }
  return std::nullopt;
}

std::optional<base::Bytes> kibibytes_after(std::string_view text, std::string_view key) {
  const auto number = number_after(text, key);
  if (!number) return std::nullopt;
  return base::kibibytes(static_cast<std::uint64_t>(*number));
}

}  // namespace winnow::watch
