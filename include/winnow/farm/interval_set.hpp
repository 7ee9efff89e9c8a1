#pragma once
// A set of numbers that come in runs.

#include <cstdint>
#include <map>

namespace winnow::farm {

/// A set of 64-bit numbers as disjoint, non-adjacent intervals [first, last). Memory and time go with the
/// number of intervals, not of numbers.
class IntervalSet {
 public:
  using Number = std::uint64_t;
  using Intervals = std::map<Number, Number>;  ///< first → last (exclusive)

  /// Adds [first, last); an empty interval changes nothing.
  void insert(Number first, Number last);
  void insert(Number number) { insert(number, number + 1); }
  void insert(const IntervalSet& other);

  /// Takes out [first, last).
  void erase(Number first, Number last);
  void erase(Number number) { erase(number, number + 1); }
  void erase(const IntervalSet& other);

  [[nodiscard]] bool contains(Number number) const;
  [[nodiscard]] bool empty() const { return intervals_.empty(); }
  [[nodiscard]] Number count() const { return count_; }
  [[nodiscard]] const Intervals& intervals() const { return intervals_; }
  void clear();

  bool operator==(const IntervalSet&) const = default;

 private:
  Intervals intervals_;
  Number count_ = 0;
};

}  // namespace winnow::farm
