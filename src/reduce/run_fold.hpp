#pragma once
// The rows of one run on their way to be one observation.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/group_table.hpp"
#include "reduce/row_groups.hpp"
#include "reduce/row_layout.hpp"
#include "reduce/scheme.hpp"

namespace winnow::reduce {

/// Moments of the run in hand: as a whole, if the table of runs is kept, and in each group of each grouping,
/// if runs are the unit of replication.
class RunFold {
 public:
  /// Must outlive it.
  explicit RunFold(const Scheme& scheme);

  /// `group_keys`: of the run in each grouping; those by row heed it not.
  void begin(const std::string& path, const std::vector<read::FieldValue>& fields,
             const std::vector<std::string>& group_keys);

  /// `metrics`: how many there may be.
  void add(const read::Batch& rows, const RowLayout& layout, std::size_t metrics, Account& account);

  /// True if no row came since begin().
  [[nodiscard]] bool is_empty() const { return rows_ == 0; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  /// Gives `groups` the run's means as observations, if runs are the unit.
  void close_groups(std::vector<GroupTable>& groups) const;

  /// The run's mean of each metric of its layout.
  [[nodiscard]] std::vector<double> means() const;
  [[nodiscard]] std::uint64_t layout() const { return layout_; }

  /// Adds the run, of which this was a piece, to `open`: see open_runs.hpp.
  void leave_open(GroupTable& open) const;

 private:
  const Scheme& scheme_;
  std::string path_;
  std::vector<std::string> group_keys_;
  std::vector<RowGroups> row_groups_;  ///< by grouping
  std::vector<GroupTable> groups_;     ///< by grouping, if runs are the unit
  GroupTable whole_;                   ///< one group, if the table of runs is kept
  std::vector<MetricId> metrics_;      ///< of the layout
  std::uint64_t layout_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace winnow::reduce
