#pragma once
// Records back from a scratch file.

#include <cstdint>

#include "reduce/record.hpp"
#include "reduce/scratch_file.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Reads the records that lie between two offsets of a file, front to back. It holds a block of `block`
/// bytes, or one record where that is larger. The file must outlive it.
class RecordReader {
 public:
  RecordReader(const ScratchFile& file, std::uint64_t begin, std::uint64_t end, base::Bytes block);

  /// The next record, valid until the next call; false at the end.
  bool next(Record& record);

 private:
  bool fill();

  const ScratchFile* file_;
  std::uint64_t at_;  ///< of the file: what follows the block
  std::uint64_t end_;
  std::size_t block_size_;
  base::Buffer block_;
  std::span<const std::byte> rest_;  ///< of the block
};

}  // namespace winnow::reduce
