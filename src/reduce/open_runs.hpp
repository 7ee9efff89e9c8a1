#pragma once
// Runs whose rows come in pieces: files too large for one task.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reduce/node_state.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

/// What an entry of NodeState::open_runs is about, which is a table of moments.
struct OpenRun {
  std::string_view path;
  std::optional<std::uint32_t> grouping;  ///< a group of the run in this grouping; nothing: the run itself
  std::uint64_t layout = 0;               ///< of the run itself
  std::string_view group;                 ///< its key

  /// Keys of one run begin alike, up to the path's end.
  [[nodiscard]] std::string key() const;
  [[nodiscard]] static OpenRun of(std::string_view key);
};

/// Gives the means of a run's part in a group to the group of `key`: one observation of each metric.
void close_group(const std::string& path, const GroupTable& runs, GroupTable::Id id, std::string_view key,
                 GroupTable& groups);

/// \collective Brings the parts of each run together on one rank and closes it: its means become observations
/// of `state`'s groups and a row of its runs. Afterwards `state` has the metrics of all ranks, and `shared`
/// their numbers.
void close_open_runs(const Scheme& scheme, NodeState& state, SharedState& shared, base::Team& team);

}  // namespace winnow::reduce
