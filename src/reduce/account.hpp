#pragma once
// What became of the files: the part of a reduction's state that is no group and no row.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/name_pattern.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

/// One field of the accepted files' names.
struct FieldSummary {
  std::optional<read::FieldValue> value;  ///< of some file; of all files, if they agree
  bool common = true;                     ///< all files agree
  std::uint64_t width = 0;                ///< of the widest text, as a cell of a table

  void add(const read::FieldValue& other);
  void merge(const FieldSummary& other);
};

/// Counts that add up, in any order, to the same account.
class Account {
 public:
  /// Of files that are grouped by `fields` fields and key columns.
  explicit Account(std::size_t fields) : fields_(fields) {}

  /// Counts a file that gave values.
  void accept_file() { ++files_accepted_; }
  /// A value of a field of file names or, behind these, of a key column.
  void add_field(std::size_t slot, const read::FieldValue& value) { fields_[slot].add(value); }
  void reject_file() { ++files_rejected_; }
  /// One of the files accepted gave more than one row.
  void note_rows() { ++files_of_rows_; }
  void add_format(std::string_view format) { ++formats_[std::string(format)]; }
  void add_text_column(std::string_view name, const std::string& path);
  void add(const Rejected& rejected);
  void add(const read::Tally& tally) { tally_ += tally; }
  void filter_rows(std::uint64_t rows) { rows_filtered_ += rows; }
  /// Of which no tally tells: no reader took them.
  void reject(const read::Tally::Amount& amount) { tally_.rejected += amount; }
  void add_column(std::string_view name) { columns_.emplace(name); }

  void merge(const Account& other);
  void encode(base::Encoder& out) const;
  /// False, with this account unspecified, if `in` holds anything but what encode() wrote.
  [[nodiscard]] bool merge_encoded(base::Decoder& in);

  [[nodiscard]] const std::vector<FieldSummary>& fields() const { return fields_; }
  [[nodiscard]] const std::set<std::string>& columns() const { return columns_; }

  /// All but what this account does not know: inputs and unseen.
  [[nodiscard]] Totals totals() const;

 private:
  struct Reason {
    std::uint64_t count = 0;
    Rejected first;
  };

  std::uint64_t files_accepted_ = 0;
  std::uint64_t files_rejected_ = 0;
  std::uint64_t rows_filtered_ = 0;
  std::uint64_t files_of_rows_ = 0;
  std::map<std::string, std::uint64_t> formats_;
  std::map<std::string, TextColumn, std::less<>> text_columns_;
  read::Tally tally_;
  std::map<std::string, Reason, std::less<>> reasons_;
  std::vector<FieldSummary> fields_;
  std::set<std::string> columns_;  ///< all names seen, of metrics and others
};

}  // namespace winnow::reduce
