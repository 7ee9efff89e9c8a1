#include "reduce/key_table.hpp"

#include <algorithm>
#include <cassert>

#include "reduce/hash.hpp"

namespace winnow::reduce {

KeyTable::Id KeyTable::id_of(std::string_view wanted) {
  if (2 * (ends_.size() + 1) > slots_.size()) grow();
  const auto hash = hash_of(wanted);
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  const auto mask = slots_.size() - 1;
  auto at = hash & mask;
  for (; slots_[at].id != free_slot; at = (at + 1) & mask) {
    if (slots_[at].tag == tag && key(slots_[at].id) == wanted) return slots_[at].id;
  }
  assert(size() < free_slot);
  slots_[at] = {tag, size()};
  bytes_.insert(bytes_.end(), wanted.begin(), wanted.end());
  ends_.push_back(bytes_.size());
  return slots_[at].id;
}

void KeyTable::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  bytes_.clear();
  ends_.clear();
}

base::Bytes KeyTable::memory() const {
  return {slots_.capacity() * sizeof(Slot) + bytes_.capacity() + ends_.capacity() * sizeof(ends_[0])};
}

void KeyTable::grow() {
  slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), Slot{});
  for (Id id = 0; id < size(); ++id) {
    const auto hash = hash_of(key(id));
    slots_[free_slot_of(hash)] = {static_cast<std::uint32_t>(hash >> 32), id};
  }
}

std::size_t KeyTable::free_slot_of(std::uint64_t hash) const {
  const auto mask = slots_.size() - 1;
  auto at = hash & mask;
  while (slots_[at].id != free_slot) at = (at + 1) & mask;
  return at;
}

}  // namespace winnow::reduce
