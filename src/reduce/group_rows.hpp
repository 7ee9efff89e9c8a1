#pragma once
// The table of one grouping: a row a group, for each metric its statistics.

#include <memory>
#include <optional>
#include <vector>

#include "reduce/group_table.hpp"
#include "reduce/histogram_columns.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

class GroupRows final : public base::TableSource {
 public:
  /// \collective Brings the groups of all ranks together, each whole on one rank. `groups` are this rank's,
  /// of scheme->groupings[grouping].
  GroupRows(std::shared_ptr<const Scheme> scheme, std::size_t grouping, GroupTable groups,
            const SharedState& shared, base::Team& team);

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  void describe(const SharedState& shared);
  void describe_accuracy(base::Team& team);
  void append(GroupTable::Id group, base::Block& block);
  [[nodiscard]] double value_of(Statistic statistic, const Summary& summary);

  std::shared_ptr<const Scheme> scheme_;
  const Grouping& grouping_;
  GroupTable groups_;
  std::vector<MetricId> numbers_;      ///< in groups_, by metric of the table
  std::vector<GroupTable::Id> order_;  ///< this rank's groups, sorted
  std::size_t next_ = 0;               ///< of order_
  std::optional<HistogramColumns> histograms_;
  base::TableShape shape_;

  std::uint64_t last_count_ = 0;  ///< what last_quantile_ is for
  double last_quantile_ = 0;      ///< of Student's t
};

}  // namespace winnow::reduce
