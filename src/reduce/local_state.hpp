#pragma once
// What a kernel keeps between one take and the next, and the form in which it leaves.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/account.hpp"
#include "reduce/group_table.hpp"
#include "reduce/piece_note.hpp"
#include "reduce/row_computer.hpp"
#include "reduce/row_groups.hpp"
#include "reduce/row_layout.hpp"
#include "reduce/run_fold.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

// A partial state, in bytes:
//
//   excess:    what the groups took in bytes when that was too much; 0 if it was not
//   inputs
//   account
//   metrics:   count, then each as (number, name)           those that occur
//   layouts:   count, then each as (id, count, numbers)     those that occur
//   groupings: each as count, then groups as of GroupTable::encode(), behind their keys
//   open runs: records as of put_part()
//   runs:      records as of put_run()
//   rejected:  records as of put_rejected() and put_note()
//
// where a number is the kernel's own for a metric, and counts and numbers are varints.

class LocalState {
 public:
  /// Both must outlive the state. Once its groups take more than `limit`, rows are no longer taken until the
  /// state is, and whoever folds it is told.
  LocalState(const Scheme& scheme, read::ColumnNames& columns, base::Bytes limit = base::Bytes::unlimited());

  /// How much of a file is to come.
  enum class Extent {
    row,    ///< one row
    whole,  ///< all of it
    piece   ///< a part of it
  };

  /// A file that was looked at, whatever came of it; not one in pieces.
  void add_input(std::string_view path, base::Bytes size, std::uint64_t revision) {
    inputs_.add(path, size, revision);
  }

  /// A file that gives values: what is added from now on belongs to it.
  void begin_file(std::string_view path, const std::vector<read::FieldValue>& fields, Extent extent);

  /// The rows of a batch of the file begun.
  void add_rows(const read::Batch& batch);

  /// All that there is of the file begun has been added.
  void end_file();

  void add_format(std::string_view format) { account_.add_format(format); }
  /// A column that the file at `path` has, and that is left out there.
  void add_text_column(std::string_view name, const std::string& path) {
    account_.add_text_column(name, path);
  }
  void reject_file() { account_.reject_file(); }
  void reject(const read::Tally::Amount& amount) { account_.reject(amount); }
  /// `line_known`: it is the file's, and not the piece's.
  void add(const Rejected& rejected, bool line_known = true);
  void add(const PieceNote& note);
  void add(const read::Tally& tally) { account_.add(tally); }

  /// Of groups and records.
  [[nodiscard]] base::Bytes memory() const;

  /// Appends the state, and is empty from then on.
  void take(base::Buffer& partial);

 private:
  void introduce_new_metrics();
  void add_to_groups(const read::Batch& batch, const RowLayout& layout);
  [[nodiscard]] base::Bytes group_memory() const;
  void check_memory();
  void leave_open();
  void encode_names(base::Encoder& out) const;
  void encode_groups(const GroupTable& groups, base::Encoder& out) const;

  const Scheme& scheme_;
  const read::ColumnNames& columns_;
  const base::Bytes limit_;
  base::Bytes excess_;
  RowComputer computer_;
  LayoutBook book_;
  Inputs inputs_;
  Account account_;
  std::vector<GroupTable> groups_;     ///< by grouping
  MetricId introduced_ = 0;            ///< to these
  std::vector<RowGroups> row_groups_;  ///< by grouping
  base::Buffer open_runs_;
  base::Buffer runs_;
  base::Buffer rejected_;

  // Of the file begun.
  Extent extent_ = Extent::row;
  std::string path_;
  std::string fields_key_;         ///< of its run_fields
  std::vector<std::string> keys_;  ///< of its groups, by grouping
  RunFold run_;
  std::vector<double> values_;  ///< scratch
};

}  // namespace winnow::reduce
