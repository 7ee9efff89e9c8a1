#pragma once
// The groups of one grouping and what is known of their metrics.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "reduce/bin_counts.hpp"
#include "reduce/ends.hpp"
#include "reduce/grouped_rows.hpp"
#include "reduce/key_table.hpp"
#include "reduce/summary.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/reduce/distribution.hpp"
#include "winnow/reduce/moments.hpp"
#include "winnow/reduce/statistic.hpp"

namespace winnow::reduce {

/// A metric's dense number; whose numbering it is, the holder says.
using MetricId = std::uint32_t;

/// What is kept of each metric in each group: Moments and what else there is need of. Groups are numbered in
/// order of first appearance and found by key.
class GroupTable {
 public:
  using Id = KeyTable::Id;

  explicit GroupTable(Needs needs = {}) : needs_(needs) {}

  /// Values of the metric that are added from now on are counted in these bins, which must outlive the table,
  /// and not in ones that are found later; only where there is need of bins.
  void count_in(MetricId metric, const Bins& bins);

  /// The group of `key`, a new one if it was not there, with room for at least `metrics` metrics.
  Id group(std::string_view key, std::size_t metrics);

  /// Adds values of a metric for which the group has room: of rows at `positions` of the file at `path`, one
  /// each.
  void add(Id group, MetricId metric, std::span<const double> values, std::string_view path,
           std::span<const read::Position> positions);

  /// The same for rows of several groups.
  void add(const GroupedRows& rows, MetricId metric, std::span<const double> values, std::string_view path,
           std::span<const read::Position> positions);

  [[nodiscard]] Id size() const { return keys_.size(); }
  [[nodiscard]] std::string_view key(Id id) const { return keys_.key(id); }

  /// Metrics for which the group has room: of those beyond there is nothing.
  [[nodiscard]] std::size_t metrics(Id id) const { return moments_[id].size(); }

  /// Valid until the group changes.
  [[nodiscard]] Summary summary(Id id, MetricId metric) const;

  /// Writes the group's metrics that are not empty, under the numbers that `numbers` gives them.
  void encode(Id id, std::span<const MetricId> numbers, base::Encoder& out) const;

  /// Merges what encode() of a table with the same needs wrote into the group of `key`; `numbers` gives this
  /// table's number for each of the writer's. False, with the group unspecified, if `in` holds anything else.
  [[nodiscard]] bool merge(std::string_view key, std::span<const MetricId> numbers, base::Decoder& in);

  /// Gives back the memory of the group's metrics, which are empty from now on.
  void release(Id id);

  /// Takes the groups out; what count_in() was told stays.
  void clear();

  /// Of the table and all that it holds; takes no time.
  [[nodiscard]] base::Bytes memory() const;

 private:
  [[nodiscard]] bool has_distributions() const { return needs_.distribution || needs_.bins > 0; }
  void add_to_distribution(Id group, MetricId metric, std::span<const double> values);
  void add_to_bins(Id group, MetricId metric, std::span<const double> values, const Bins& bins);
  [[nodiscard]] base::Bytes heap_memory(Id id, MetricId metric) const;
  [[nodiscard]] bool merge_metric(Id id, MetricId metric, base::Decoder& in);

  Needs needs_;
  KeyTable keys_;
  std::vector<std::vector<Moments>> moments_;             ///< by group and metric
  std::vector<std::vector<Distribution>> distributions_;  ///< likewise if needed, else empty
  std::vector<std::vector<Ends>> ends_;                   ///< likewise
  std::vector<std::vector<BinCounts>> bin_counts_;        ///< likewise
  std::vector<const Bins*> given_bins_;                   ///< by metric, null where there are none
  base::Bytes held_;                                      ///< by all the inner lists and what is in them

  // Of the rows of one group, kept for their memory.
  std::vector<double> values_;
  std::vector<read::Position> positions_;
};

}  // namespace winnow::reduce
