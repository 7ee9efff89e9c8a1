#pragma once
// Why a file is refused, in the same words wherever it happens.

#include <string>

#include "winnow/base/error.hpp"

namespace winnow::read {

inline constexpr const char* not_regular = "not a regular file";

/// "cannot be read: No such file or directory"
[[nodiscard]] inline std::string unreadable(int error_number) {
  return "cannot be read: " + base::system_words(error_number);
}

/// `no column "ttl"`
[[nodiscard]] inline tl::unexpected<base::Error> no_column(const std::string& name) {
  return base::fail("no column \"" + name + "\"");
}

}  // namespace winnow::read
