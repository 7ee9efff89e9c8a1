#pragma once
// The table of runs: a row a run, in the order of the paths of their first files.

#include <cstdint>
#include <memory>
#include <span>

#include "reduce/record_sorter.hpp"
#include "reduce/record_spool.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

class RunRows final : public base::TableSource {
 public:
  /// \collective Brings the runs of all ranks into order; `runs` are this rank's.
  RunRows(std::shared_ptr<const Scheme> scheme, RecordSpool runs, const SharedState& shared,
          base::Team& team);

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  void fill(std::uint64_t row, const Record& record, base::Block& block) const;
  [[nodiscard]] std::span<base::Cells> metrics_of(base::Block& block) const;

  std::shared_ptr<const Scheme> scheme_;
  Layouts layouts_;
  RecordSorter sorter_;
  std::size_t first_metric_ = 0;  ///< among the variables
  std::uint64_t left_ = 0;        ///< rows not given yet
  base::TableShape shape_;
};

}  // namespace winnow::reduce
