#pragma once
// Keys as dense numbers.

#include <cstdint>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Numbers byte strings in order of first appearance: a flat hash table with linear probing, the keys one
/// after the other in one piece of memory. At most 2^32 − 1 keys.
class KeyTable {
 public:
  using Id = std::uint32_t;

  /// The key's number; size() as it was before the call if the key is new.
  Id id_of(std::string_view key);

  /// Valid until the next id_of().
  [[nodiscard]] std::string_view key(Id id) const {
    const std::uint64_t begin = id == 0 ? 0 : ends_[id - 1];
    return {bytes_.data() + begin, ends_[id] - begin};
  }

  [[nodiscard]] Id size() const { return static_cast<Id>(ends_.size()); }

  /// Forgets the keys and keeps the memory.
  void clear();

  [[nodiscard]] base::Bytes memory() const;

 private:
  struct Slot {
    std::uint32_t tag = 0;  ///< upper half of the hash: the lower one tells where the slot is
    Id id = free_slot;
  };
  static constexpr Id free_slot = ~Id{0};

  void grow();
  [[nodiscard]] std::size_t free_slot_of(std::uint64_t hash) const;

  std::vector<Slot> slots_;  ///< a power of two of them, at most half of them taken
  std::vector<char> bytes_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace winnow::reduce
