#pragma once
// Runs whose rows come in parts: of several files, or of a file too large for one task.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "reduce/node_state.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

/// A part of a run as a whole or, if runs are the unit of replication, of its rows in one group. What is in
/// one part and what is in another add up, in any order.
struct RunPart {
  std::string_view run;                   ///< what tells the run apart
  std::optional<std::uint32_t> grouping;  ///< of the group; nothing: the run as a whole
  std::string_view group;                 ///< its key
  std::string_view path;                  ///< of the file

  /// Parts that add up have keys that differ in the path alone, with which they end.
  [[nodiscard]] std::string key() const;
  [[nodiscard]] static RunPart of(std::string_view key);

  /// The key without the path.
  [[nodiscard]] static std::string_view common(std::string_view key);
};

/// Appends the part as a record: behind its key, the layout and, for each of its metrics, the ExactMean of
/// what is in group `id` of `moments`. `layout_metrics` are that table's numbers of the layout's metrics.
void put_part(const RunPart& part, std::uint64_t layout, std::span<const MetricId> layout_metrics,
              const GroupTable& moments, GroupTable::Id id, base::Encoder& out);

/// The mean of a metric over the rows of a run.
struct RunMean {
  MetricId metric;
  double mean;
};

/// Gives means of a run to the group of `key`, with room for `metrics` metrics: one observation each, whose
/// place is the beginning of the file at `path`.
void close_group(const std::string& path, std::span<const RunMean> means, std::size_t metrics,
                 std::string_view key, GroupTable& groups);

/// \collective Brings the parts of each run together on one rank and closes it: its means become observations
/// of `state`'s groups and a row of its runs. Afterwards `state` has the metrics of all ranks, and `shared`
/// their numbers. Gives how many runs of this rank are of several files and have more than one value of a
/// metric.
std::uint64_t close_open_runs(const Scheme& scheme, NodeState& state, SharedState& shared, base::Team& team);

}  // namespace winnow::reduce
