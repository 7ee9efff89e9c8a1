#pragma once
// The groups of a file's rows, where columns of the rows tell them apart.

#include <string>
#include <string_view>
#include <vector>

#include "reduce/account.hpp"
#include "reduce/group_table.hpp"
#include "reduce/grouped_rows.hpp"
#include "reduce/grouping.hpp"
#include "reduce/key_table.hpp"
#include "reduce/scheme.hpp"
#include "reduce/text_memo.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::reduce {

/// Finds the group of each row by the texts of its key columns as they stand; what they mean is looked at
/// only once for each text.
class RowGroups {
 public:
  /// Both must outlive it.
  RowGroups(const Scheme& scheme, const Grouping& grouping);

  /// Rows that follow are of a file whose name has these fields.
  void begin_file(const std::vector<read::FieldValue>& fields);

  /// The rows by their groups in `groups`, new ones where they are not there yet, with room for `metrics`
  /// metrics; `account` is told of values that are met for the first time. Valid until the next call.
  const GroupedRows& find(const read::Batch& batch, GroupTable& groups, std::size_t metrics,
                          Account& account);

  /// The table has been emptied: all is new.
  void forget();

 private:
  /// What tells the row's group apart, as it stands in several columns. Valid until the next call.
  [[nodiscard]] std::string_view joined_text(const read::Batch& batch, std::size_t row);
  [[nodiscard]] GroupTable::Id group_of(std::string_view text, const read::Batch& batch, std::size_t row,
                                        GroupTable& groups, Account& account);
  [[nodiscard]] std::string key_of(const read::Batch& batch, std::size_t row, Account& account) const;

  const Scheme& scheme_;
  const Grouping& grouping_;
  std::vector<std::size_t> columns_;  ///< of the keys that are in rows
  std::vector<read::FieldValue> fields_;
  TextMemo memo_;                       ///< of groups
  KeyTable texts_;                      ///< met since the last forget()
  std::vector<GroupTable::Id> groups_;  ///< by number of text
  std::size_t metrics_ = 0;             ///< for which these have room
  std::string joined_;
  std::vector<GroupTable::Id> found_;  ///< by row
  GroupedRows rows_;
};

}  // namespace winnow::reduce
