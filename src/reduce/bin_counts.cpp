#include "reduce/bin_counts.hpp"

#include <algorithm>

namespace winnow::reduce {

// How many slots are not empty, then each as (slots since the one before, count).

void BinCounts::encode(base::Encoder& out) const {
  out.put_varint(counts_.size() - static_cast<std::size_t>(std::ranges::count(counts_, std::uint64_t{0})));
  std::size_t next = 0;
  for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
    if (counts_[slot] == 0) continue;
    out.put_varint(slot - next);
    out.put_varint(counts_[slot]);
    next = slot + 1;
  }
}

bool BinCounts::merge_encoded(base::Decoder& in, std::uint32_t bins, BinCounts& into) {
  const std::size_t slots = std::size_t{bins} + 2;
  auto left = in.get_varint();
  if (left > 0 && into.counts_.empty()) into.counts_.resize(slots);
  for (std::size_t next = 0; in.ok() && left > 0; --left) {
    const auto skipped = in.get_varint();
    const auto count = in.get_varint();
    if (!in.ok() || skipped >= slots - std::min(slots, next) || count == 0) return false;
    into.counts_[next + skipped] += count;
    next += skipped + 1;
  }
  return in.ok();
}

}  // namespace winnow::reduce
