#pragma once
// Which metrics a file's rows have.

#include <cstdint>
#include <span>
#include <vector>

#include "reduce/group_table.hpp"
#include "reduce/key_table.hpp"
#include "reduce/metric_selection.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::reduce {

/// The metrics of a row, in the order of its columns. Rows of `runs` name their layout by `id`, which is a
/// hash of the metrics' names, so that layouts from different kernels meet.
struct RowLayout {
  std::uint64_t id = 0;
  std::vector<std::uint32_t> columns;  ///< positions of the metrics among the file's columns
  std::vector<MetricId> metrics;
  bool used = false;  ///< since the book's last forget_use()
};

/// The layouts that a kernel has met. Files of one kind share a layout, so all but the first of a kind are
/// found by comparing their columns with those before.
class LayoutBook {
 public:
  /// Both must outlive the book.
  LayoutBook(const read::ColumnNames& names, const MetricSelection& selection)
      : names_(names), selection_(selection) {}

  /// The layout of rows with these columns, marked as used. Valid until the next call.
  const RowLayout& use(const std::vector<read::ColumnNames::Id>& columns);

  [[nodiscard]] const std::vector<RowLayout>& layouts() const { return layouts_; }
  void forget_use();

  /// How many metrics have a number.
  [[nodiscard]] std::size_t metrics() const { return columns_.size(); }
  [[nodiscard]] const std::string& name_of(MetricId metric) const { return names_.name_of(columns_[metric]); }

 private:
  /// The metric's number of a column, or what stands for "is none".
  static constexpr MetricId no_metric = ~MetricId{0};
  MetricId metric_of(read::ColumnNames::Id column);
  [[nodiscard]] RowLayout make(const std::vector<read::ColumnNames::Id>& columns);

  const read::ColumnNames& names_;
  const MetricSelection& selection_;
  std::vector<MetricId> metric_of_;             ///< by column
  std::vector<read::ColumnNames::Id> columns_;  ///< by metric
  KeyTable known_;                              ///< lists of columns; their numbers are those of layouts_
  std::vector<RowLayout> layouts_;
  std::vector<read::ColumnNames::Id> last_columns_;
  std::size_t last_ = 0;
};

}  // namespace winnow::reduce
