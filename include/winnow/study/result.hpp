#pragma once
// [result]: the result file.

#include <cstdint>

#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults.
struct Result {
  AutoOr<std::uint32_t> compression;  ///< deflate level 0 (none) to 9

  bool operator==(const Result&) const = default;
};

}  // namespace winnow::study
