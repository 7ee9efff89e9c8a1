#pragma once
// A task of a reduction: a file, or a part of one.

#include <string>
#include <string_view>

#include "winnow/read/reader.hpp"

namespace winnow::reduce {

/// Its payload is the path, for a part followed by a NUL, which no path has, and the part's two ends.
[[nodiscard]] std::string payload_of(const read::Piece& piece);

/// What payload_of() was given. Uses the memory of `piece` again.
void read_payload(std::string_view payload, read::Piece& piece);

[[nodiscard]] inline bool is_whole(const read::Piece& piece) {
  return piece.end == read::Piece::whole;
}

}  // namespace winnow::reduce
