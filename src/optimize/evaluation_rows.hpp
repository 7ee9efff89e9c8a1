#pragma once
// The recorded evaluations on their way from the journal to the ranks that write them.

#include <cstdint>
#include <string>
#include <vector>

#include "optimize/search_record.hpp"
#include "winnow/base/team.hpp"
#include "winnow/optimize/journal.hpp"

namespace winnow::optimize {

/// A rank's slab of one problem's evaluations, in the order of their ids.
struct EvaluationRows {
  std::uint64_t rows = 0;  ///< on all ranks together
  std::uint64_t first_row = 0;
  std::vector<EvaluatedRecord> own;
  std::uint64_t node_width = 1;      ///< of the longest node's name of all rows
  std::vector<std::string> figures;  ///< their names, of all rows of all ranks, sorted
};

/// \collective Spreads the evaluations of `problem` in rank 0's journal evenly over the ranks; other ranks
/// pass none. Of an id that was recorded more than once the last counts. Memory beyond the slab: a few
/// mebibytes on each rank, and 8 bytes an evaluation on rank 0.
[[nodiscard]] EvaluationRows spread_evaluations(base::Team& team, Journal* journal, std::uint16_t problem);

}  // namespace winnow::optimize
