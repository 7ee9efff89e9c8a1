#pragma once
// What is known of the pieces of a split file, so that its lines can be counted and the file be judged.

#include <cstdint>
#include <string>

#include "reduce/record.hpp"
#include "winnow/base/codec.hpp"

namespace winnow::reduce {

struct PieceNote {
  std::string path;
  std::uint64_t begin = 0;  ///< of the piece, in bytes
  std::uint64_t lines = 0;  ///< of the records that begin in it
  bool accepted = false;    ///< it gave a value
};

/// Appends the note as a record that stands before the rejections of its piece (put_rejected()).
void put_note(const PieceNote& note, base::Encoder& out);

/// Whether a record holds a note, or a rejection.
[[nodiscard]] bool is_note(const Record& record);

[[nodiscard]] PieceNote note_of(const Record& record);

}  // namespace winnow::reduce
