#pragma once
// The groups of one grouping and what is known of their metrics.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "reduce/key_table.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/reduce/moments.hpp"

namespace winnow::reduce {

/// A metric's dense number; whose numbering it is, the holder says.
using MetricId = std::uint32_t;

/// Moments by group and metric. Groups are numbered in order of first appearance and found by key.
class GroupTable {
 public:
  using Id = KeyTable::Id;

  /// The group of `key`, a new one if it was not there, with at least `metrics` Moments. Valid until the next
  /// call.
  std::span<Moments> group(std::string_view key, std::size_t metrics);

  [[nodiscard]] Id size() const { return keys_.size(); }
  [[nodiscard]] std::string_view key(Id id) const { return keys_.key(id); }

  /// May be shorter than the number of metrics: what is not there is empty.
  [[nodiscard]] std::span<const Moments> moments(Id id) const { return moments_[id]; }

  /// Writes the group's metrics that are not empty, under the numbers that `numbers` gives them.
  void encode(Id id, std::span<const MetricId> numbers, base::Encoder& out) const;

  /// Merges what encode() wrote into the group of `key`; `numbers` gives this table's number for each of the
  /// writer's. False, with the group unspecified, if `in` holds anything else.
  [[nodiscard]] bool merge(std::string_view key, std::span<const MetricId> numbers, base::Decoder& in);

  /// Gives back the memory of the group's metrics, which are empty from now on.
  void release(Id id) { moments_[id] = {}; }

  void clear();

  [[nodiscard]] base::Bytes memory() const;

 private:
  KeyTable keys_;
  std::vector<std::vector<Moments>> moments_;
};

}  // namespace winnow::reduce
