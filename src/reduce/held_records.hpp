#pragma once
// Records in memory, to be sorted.

#include <cstdint>
#include <span>
#include <vector>

#include "reduce/record.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Copies of records, one after the other in one piece of memory, and an order over them.
class HeldRecords {
 public:
  void add(const Record& record);

  /// Puts them in order: quick for keys with long common beginnings, as paths are. From then on records are
  /// numbered in order.
  void sort();

  [[nodiscard]] Record operator[](std::size_t index) const { return record_of(entries_[index]); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// In use, records and order.
  [[nodiscard]] base::Bytes memory() const { return {bytes_.size() + entries_.size() * sizeof(Entry)}; }

  /// Forgets the records and keeps the memory.
  void clear();

 private:
  struct Entry {
    std::uint64_t at;      ///< in bytes_: the key and, behind it, the payload
    std::uint64_t window;  ///< the eight bytes of the key that are being sorted by, as a number
    std::uint32_t key_size;
    std::uint32_t payload_size;
  };

  [[nodiscard]] Record record_of(const Entry& entry) const;
  [[nodiscard]] std::uint64_t window_of(const Entry& entry, std::size_t depth) const;
  void sort(std::span<Entry> entries, std::size_t depth);

  std::vector<char> bytes_;
  std::vector<Entry> entries_;
};

}  // namespace winnow::reduce
