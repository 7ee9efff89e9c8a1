#pragma once
// Numbers out of the small texts in which the kernel describes a machine and its processes (proc(5)).

#include <cstdint>
#include <optional>
#include <string_view>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// The whole number that a text begins with.
[[nodiscard]] std::optional<std::uint64_t> leading_number(std::string_view text);

/// The whole number after `key` and blanks at the start of a line: of "rchar:" in "rchar: 2000", of
/// "inactive_file" in "inactive_file 2000".
[[nodiscard]] std::optional<std::uint64_t> keyed_number(std::string_view text, std::string_view key);

/// The same of kibibytes, which the kernel calls kB: of "VmRSS:" in "VmRSS:   2000 kB".
[[nodiscard]] std::optional<Bytes> keyed_kibibytes(std::string_view text, std::string_view key);

}  // namespace winnow::base
