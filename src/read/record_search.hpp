#pragma once
// The way into the middle of a file.

#include <cstdint>

#include "read/input_window.hpp"
#include "read/record.hpp"

namespace winnow::read {

/// Moves `window` to the first record that begins at or behind `at`, of those that follow each other from
/// `first` on; or to the file's end. Exactly so, whatever the file holds, and nearly always by looking at
/// little more than a longest record before `at`. Fails if the file cannot be read.
base::Result<void> seek_record(InputWindow& window, const RecordGrammar& grammar, std::uint64_t first,
                               std::uint64_t at);

}  // namespace winnow::read
