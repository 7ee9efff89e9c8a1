#pragma once
// What a node knows: the partial states of its kernels, folded.

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "reduce/account.hpp"
#include "reduce/group_table.hpp"
#include "reduce/piece_note.hpp"
#include "reduce/record_spool.hpp"
#include "reduce/scheme.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

/// Metrics of rows by the id of their layout.
using Layouts = std::map<std::uint64_t, std::vector<MetricId>>;

/// Does not depend on the order in which it was filled. Groups and the account are held in memory, records in
/// the bounds of the Scheme's record_memory. Throws base::Failure as ScratchFile does, and from fold() when
/// the groups take more than they may. The Scheme must outlive it.
class NodeState {
 public:
  explicit NodeState(const Scheme& scheme);

  /// Folds what LocalState::take() gave. False, with the state unspecified, if `partial` is anything else.
  [[nodiscard]] bool fold(std::span<const std::byte> partial);

  /// A file, or what should have been one, that no kernel could take; `size` is what is lost with it.
  void reject_file(const Rejected& rejected, base::Bytes size);

  /// Likewise a piece of a file.
  void reject_piece(const PieceNote& note, const Rejected& why, base::Bytes size);

  /// What the groups may take, all groupings together: without limit until it is said.
  void limit_groups(base::Bytes memory) { group_limit_ = memory; }

  /// Of each kernel's groups, for the error that says that they took more.
  void limit_kernel_groups(base::Bytes memory) { kernel_limit_ = memory; }
  [[nodiscard]] base::Bytes kernel_limit() const { return kernel_limit_; }

  /// The state's number for a metric, which may be new to it.
  MetricId number_of(std::string_view metric);

  /// Of all groups.
  [[nodiscard]] base::Bytes group_memory() const;

  /// Of all groups, and of records that are not spilled.
  [[nodiscard]] base::Bytes memory() const {
    return group_memory() + open_runs.memory() + runs.memory() + rejected.memory();
  }

  /// True as long as nothing came.
  [[nodiscard]] bool is_empty() const { return empty_; }

  Account account;
  Inputs inputs;  ///< but for files in pieces, which the source has counted
  read::ColumnNames metrics;
  Layouts layouts;
  std::vector<GroupTable> groups;  ///< by grouping
  RecordSpool open_runs;           ///< parts of runs: see open_runs.hpp
  RecordSpool runs;
  RecordSpool rejected;  ///< and notes on pieces

 private:
  void reject(const Rejected& file, base::Bytes size);
  void check_group_memory() const;
  void refuse_excess(base::Bytes taken) const;

  const Scheme& scheme_;
  base::Bytes group_limit_ = base::Bytes::unlimited();
  base::Bytes kernel_limit_ = base::Bytes::unlimited();
  bool empty_ = true;
};

}  // namespace winnow::reduce
