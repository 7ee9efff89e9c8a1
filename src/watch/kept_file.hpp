#pragma once
// Small files in which the kernel tells of itself, read again and again.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/units.hpp"

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

/// The whole number that a text begins with.
[[nodiscard]] std::optional<double> leading_number(std::string_view text);

/// The whole number after `key` and blanks at the start of a line: of "VmRSS:" in "VmRSS:   2000 kB".
[[nodiscard]] std::optional<double> number_after(std::string_view text, std::string_view key);

/// The same of kibibytes, which the kernel calls kB (proc(5)).
[[nodiscard]] std::optional<base::Bytes> kibibytes_after(std::string_view text, std::string_view key);

}  // namespace winnow::watch
