#pragma once
// Records that wait for their turn.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "reduce/key_sample.hpp"
#include "reduce/record.hpp"
#include "reduce/record_reader.hpp"
#include "reduce/scratch_file.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Takes records and later gives them back once, in no particular order. It holds `memory` bytes of them; the
/// others lie in a scratch file in `folder`. Throws base::Failure as ScratchFile does.
class RecordSpool {
 public:
  RecordSpool(std::string folder, base::Bytes memory) : file_(std::move(folder)), memory_(memory) {}

  /// Takes whole records, as put_record() wrote them. False, with nothing taken, if they are anything else.
  [[nodiscard]] bool append(std::span<const std::byte> records);

  /// True as long as nothing was appended.
  [[nodiscard]] bool is_empty() const { return held_.empty() && file_.size() == 0; }

  /// What it holds and has not spilled.
  [[nodiscard]] base::Bytes memory() const { return {held_.size()}; }

  /// Of the keys so far.
  [[nodiscard]] const KeySample& sample() const { return sample_; }

  /// The next record, valid until the next call; false at the end. After the first call nothing is appended.
  bool next(Record& record);

 private:
  ScratchFile file_;
  base::Bytes memory_;
  base::Buffer held_;
  KeySample sample_;
  std::optional<RecordReader> spilled_;  ///< once reading has begun
  std::optional<base::Decoder> in_;      ///< of held_, likewise
};

}  // namespace winnow::reduce
