#pragma once
// The histograms among the columns of a grouping's table.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reduce/bins.hpp"
#include "reduce/group_table.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

/// For each metric the counts by bin, and where its range was given, of what lies below and above. A metric
/// has a dimension of its own for its bins, whose coordinates are their middles and their ends.
class HistogramColumns {
 public:
  /// \collective `own` are this rank's of all groups; `numbers` gives the table's number for each of
  /// shared.metrics. All must outlive it.
  HistogramColumns(const Scheme& scheme, const GroupTable& groups, std::span<const GroupTable::Id> own,
                   const std::vector<MetricId>& numbers, const SharedState& shared, base::Team& team);

  /// Adds the dimensions and variables, behind those that are there.
  void describe(base::TableShape& shape) const;

  /// Appends the group's cells; the first of these variables has the index `variable`.
  void append(GroupTable::Id group, std::size_t variable, base::Block& block) const;

 private:
  struct Column {
    std::string name;
    Bins bins;
    bool given = false;
  };

  /// Counts by slot.
  [[nodiscard]] std::vector<std::int64_t> count(GroupTable::Id group, std::size_t metric) const;

  const GroupTable& groups_;
  const std::vector<MetricId>& numbers_;
  std::vector<Column> columns_;  ///< by metric
};

}  // namespace winnow::reduce
