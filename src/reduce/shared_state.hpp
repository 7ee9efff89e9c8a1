#pragma once
// What all ranks of a team must know before any of them can describe a table.

#include <set>
#include <string>
#include <vector>

#include "reduce/node_state.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/team.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

/// The small parts of all ranks' states, merged: the same on all ranks.
struct SharedState {
  Account account;
  Inputs inputs;
  std::vector<std::string> metrics;    ///< of all accepted files, sorted
  std::vector<std::string> variables;  ///< the metrics' names in tables
  Layouts layouts;                     ///< metrics as indices into `metrics`
  std::vector<MetricId> numbers;       ///< of this rank's NodeState: the index of each of its metrics

  /// \collective
  /// `split`: the files that this rank has cut in pieces.
  [[nodiscard]] static SharedState agree(const Scheme& scheme, const NodeState& state, const Inputs& split,
                                         base::Team& team);
};

}  // namespace winnow::reduce
