#pragma once
// A set of processing units (hardware threads), by the operating system's numbers.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::cluster {

/// A value type without an upper bound. Two sets are equal if they hold the same numbers.
class CpuSet {
 public:
  CpuSet() = default;

  /// Reads the list format of Linux (cpuset(7)): "0-3,8". An empty text is the empty set. Fails on anything
  /// else, and on numbers above `largest`.
  [[nodiscard]] static base::Result<CpuSet> parse(std::string_view list);
  static constexpr unsigned largest = 1U << 16;

  /// first, first + 1, … last.
  [[nodiscard]] static CpuSet range(unsigned first, unsigned last);

  void add(unsigned pu);
  [[nodiscard]] bool contains(unsigned pu) const;
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] unsigned count() const;
  [[nodiscard]] bool intersects(const CpuSet& other) const { return !(*this & other).empty(); }
  [[nodiscard]] bool is_subset_of(const CpuSet& other) const { return (*this & other) == *this; }

  /// In ascending order.
  [[nodiscard]] std::vector<unsigned> members() const;

  /// The list format that parse() reads: "0-3,8".
  [[nodiscard]] std::string text() const;

  CpuSet& operator&=(const CpuSet& other);
  CpuSet& operator|=(const CpuSet& other);
  friend CpuSet operator&(CpuSet a, const CpuSet& b) { return a &= b; }
  friend CpuSet operator|(CpuSet a, const CpuSet& b) { return a |= b; }
  bool operator==(const CpuSet&) const = default;

 private:
  void trim();

  std::vector<std::uint64_t> words_;  // 64 numbers a word, and the last word is never zero
};

}  // namespace winnow::cluster
