#pragma once
// What a kernel keeps between one take and the next, and the form in which it leaves.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/account.hpp"
#include "reduce/group_table.hpp"
#include "reduce/row_computer.hpp"
#include "reduce/row_layout.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::reduce {

// A partial state, in bytes:
//
//   account
//   metrics:   count, then each as (number, name)           those that occur
//   layouts:   count, then each as (id, count, numbers)     those that occur
//   groupings: each as count, then groups as of GroupTable::encode(), behind their keys
//   runs:      records of (path; layout id, key of all fields as a text, a double for each of its metrics)
//   rejected:  records as of put_rejected()
//
// where a number is the kernel's own for a metric, and counts and numbers are varints.

class LocalState {
 public:
  /// Both must outlive the state.
  LocalState(const Scheme& scheme, read::ColumnNames& columns);

  /// A file that gives values: what is added from now on belongs to it.
  void begin_file(std::string_view path, const std::vector<read::FieldValue>& fields);

  /// The rows of a batch of the file begun.
  void add_rows(const read::Batch& batch);

  void reject_file() { account_.reject_file(); }
  void reject(base::Bytes bytes) { account_.reject(bytes); }
  void add(const Rejected& rejected);
  void add(const read::Tally& tally) { account_.add(tally); }

  /// Appends the state, and is empty from then on.
  void take(base::Buffer& partial);

 private:
  void add_to_groups(const read::Batch& batch, const RowLayout& layout);
  void add_to_runs(const read::Batch& batch, const RowLayout& layout);
  void encode_names(base::Encoder& out) const;
  void encode_groups(base::Encoder& out) const;

  const Scheme& scheme_;
  const read::ColumnNames& columns_;
  RowComputer computer_;
  LayoutBook book_;
  Account account_;
  std::vector<GroupTable> groups_;  ///< by grouping
  base::Buffer runs_;
  base::Buffer rejected_;

  std::string path_;               ///< of the file begun
  std::string fields_key_;         ///< of all its fields
  std::vector<std::string> keys_;  ///< of its groups, by grouping
  base::Buffer payload_;           ///< scratch for add_to_runs
  std::vector<double> values_;     ///< likewise
};

}  // namespace winnow::reduce
