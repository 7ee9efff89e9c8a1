#include "reduce/record_reader.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace winnow::reduce {

RecordReader::RecordReader(const ScratchFile& file, std::uint64_t begin, std::uint64_t end, base::Bytes block)
    : file_(&file), at_(begin), end_(end), block_size_(block.count) {
}

bool RecordReader::next(Record& record) {
  for (;;) {
    base::Decoder in(rest_);
    record = get_record(in);
    if (in.ok()) {
      const auto* const end = as_bytes(record.payload).data() + record.payload.size();
      rest_ = rest_.subspan(static_cast<std::size_t>(end - rest_.data()));
      return true;
    }
    if (!fill()) return false;
  }
}

/// Moves the rest to the front and reads on behind it; a record longer than the block widens it.
bool RecordReader::fill() {
  if (at_ == end_) {
    assert(rest_.empty());
    return false;
  }
  const auto kept = rest_.size();
  if (kept > 0) std::memmove(block_.data(), rest_.data(), kept);
  const auto wanted = std::max(block_size_, 2 * kept);
  const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(wanted - kept, end_ - at_));
  block_.resize(std::max(block_.size(), kept + more));
  file_->read(at_, std::span(block_).subspan(kept, more));
  at_ += more;
  rest_ = std::span(block_).first(kept + more);
  return true;
}

}  // namespace winnow::reduce
