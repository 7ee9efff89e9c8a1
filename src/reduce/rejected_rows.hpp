#pragma once
// The table of what was not taken: a row a rejection, in the order of (path, byte).

#include "reduce/record_sorter.hpp"
#include "reduce/record_spool.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

class RejectedRows final : public base::TableSource {
 public:
  /// \collective Brings the rejections of all ranks into order; `rejected` are this rank's.
  RejectedRows(const Config& config, RecordSpool rejected, base::Team& team);

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  RecordSorter sorter_;
  base::TableShape shape_;
};

}  // namespace winnow::reduce
