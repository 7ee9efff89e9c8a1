#include "reduce/held_records.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>

namespace winnow::reduce {

void HeldRecords::add(const Record& record) {
  assert(record.key.size() <= std::numeric_limits<std::uint32_t>::max());
  assert(record.payload.size() <= std::numeric_limits<std::uint32_t>::max());
  entries_.push_back({bytes_.size(), 0, static_cast<std::uint32_t>(record.key.size()),
                      static_cast<std::uint32_t>(record.payload.size())});
  bytes_.insert(bytes_.end(), record.key.begin(), record.key.end());
  bytes_.insert(bytes_.end(), record.payload.begin(), record.payload.end());
}

void HeldRecords::sort() {
  sort(entries_, 0);
}

void HeldRecords::clear() {
  bytes_.clear();
  entries_.clear();
}

Record HeldRecords::record_of(const Entry& entry) const {
  const char* const begin = bytes_.data() + entry.at;
  return {{begin, entry.key_size}, {begin + entry.key_size, entry.payload_size}};
}

/// Big-endian, so that numbers compare as the bytes do; past the key's end there are zeros.
std::uint64_t HeldRecords::window_of(const Entry& entry, std::size_t depth) const {
  std::uint64_t window = 0;
  const auto size =
      std::min<std::size_t>(sizeof window, entry.key_size - std::min<std::size_t>(depth, entry.key_size));
  std::memcpy(&window, bytes_.data() + entry.at + depth, size);
  return __builtin_bswap64(window);
}

/// A radix sort from the front of the key, with windows of eight bytes for digits: within a level nothing but
/// the entries is touched. All of `entries` agree in the first `depth` bytes of their keys.
void HeldRecords::sort(std::span<Entry> entries, std::size_t depth) {
  constexpr auto width = sizeof(Entry::window);
  // How much of the key there is from here on. Keys that end in this window, which zeros have filled up, come
  // before those that go on with the same bytes.
  const auto left = [depth](const Entry& entry) { return std::min(entry.key_size - depth, width + 1); };
  const auto before = [left](const Entry& a, const Entry& b) {
    return a.window != b.window ? a.window < b.window : left(a) < left(b);
  };
  for (auto& entry : entries) entry.window = window_of(entry, depth);
  std::ranges::sort(entries, before);
  for (std::size_t begin = 0; begin < entries.size();) {
    auto end = begin + 1;
    while (end < entries.size() && !before(entries[begin], entries[end])) ++end;
    const auto equal = entries.subspan(begin, end - begin);
    if (equal.size() > 1 && left(equal.front()) > width) {
      sort(equal, depth + width);
    } else if (equal.size() > 1) {
      std::ranges::sort(equal, {}, [this](const Entry& entry) { return record_of(entry).payload; });
    }
    begin = end;
  }
}

}  // namespace winnow::reduce
