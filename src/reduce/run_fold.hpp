#pragma once
// The rows of one file on their way to be one observation, or a part of one.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/group_table.hpp"
#include "reduce/row_groups.hpp"
#include "reduce/row_layout.hpp"
#include "reduce/scheme.hpp"

namespace winnow::reduce {

/// Moments of the file in hand, or a piece of one: as a whole, if the table of runs is kept, and in each
/// group of each grouping, if runs are the unit of replication.
class RunFold {
 public:
  /// Must outlive it.
  explicit RunFold(const Scheme& scheme);

  /// `group_keys`: of the file in each grouping; those by row heed it not.
  void begin(const std::string& path, const std::vector<read::FieldValue>& fields,
             const std::vector<std::string>& group_keys);

  /// `metrics`: how many there may be.
  void add(const read::Batch& rows, const RowLayout& layout, std::size_t metrics, Account& account);

  /// True if no row came since begin().
  [[nodiscard]] bool is_empty() const { return rows_ == 0; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  /// Of the groups.
  [[nodiscard]] base::Bytes memory() const;

  /// Gives `groups` the means as observations, if runs are the unit.
  void close_groups(std::vector<GroupTable>& groups) const;

  /// The mean of each metric of its layout.
  [[nodiscard]] std::vector<double> means() const;
  [[nodiscard]] std::uint64_t layout() const { return layout_; }

  /// Writes what this was as parts of `run`: see open_runs.hpp.
  void leave_open(std::string_view run, base::Encoder& open) const;

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
