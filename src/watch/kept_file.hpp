#pragma once
// Small files in which the kernel tells of itself, read again and again.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "winnow/base/descriptor.hpp"

namespace winnow::watch {

/// A file that is opened once and read from its start each time. One thread at a time.
class KeptFile {
 public:
  KeptFile() = default;
  explicit KeptFile(const std::filesystem::path& path);

  /// What it says now, valid until it is asked again; nothing if it could not be opened or cannot be read.
  [[nodiscard]] std::optional<std::string_view> text();

 private:
  base::Descriptor file_;
  std::string buffer_;
};

}  // namespace winnow::watch
