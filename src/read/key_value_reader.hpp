#pragma once
// The format "key-value", as winnow/read/reader.hpp describes it.

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/format_reader.hpp"

namespace winnow::read {

/// Reports of one kind have the same keys in the same order, so a line's key is first compared with the one
/// that followed its forerunner last time; it is looked up only when that fails.
class KeyValueReader final : public FormatReader {
 public:
  /// `names` must outlive the reader.
  explicit KeyValueReader(ColumnNames& names) : names_(names) {}

  [[nodiscard]] bool looks_like(std::string_view start) const override;
  void begin() override;
  base::Result<bool> next(LineSource& lines, Batch& batch) override;

  static constexpr std::size_t longest_key = 255;
  static constexpr std::size_t most_keys = 4096;  ///< in one file

 private:
  using Id = ColumnNames::Id;

  void take_lines(Batch& batch);
  std::size_t take_expected_line();
  std::size_t take_any_line(Batch& batch);
  void take_overlong(const LineRun& run, Batch& batch);
  [[nodiscard]] std::string_view take_entry(std::string_view key, std::string_view value_text);
  void take_value(Id id, double value);
  void reject(std::string_view reason, std::string_view text, Batch& batch) const;
  void count(Tally::Amount& amount, std::size_t size);
  bool give_row(Batch& batch);
  [[nodiscard]] bool is_taken(Id id) const { return id < taken_in_.size() && taken_in_[id] == file_; }

  ColumnNames& names_;
  std::vector<Id> successors_;           ///< by id + 1: the key that followed last time; [0]: the first key
  std::vector<std::uint64_t> taken_in_;  ///< by id: the last file that gave it a value
  std::uint64_t file_ = 0;               ///< counts the files
  std::size_t last_ = 0;                 ///< index into successors_ of the key last taken

  std::string_view rest_;    ///< lines of the run in hand that are still to be taken
  Position at_;              ///< of the first of them
  std::vector<Id> columns_;  ///< the row so far
  std::vector<double> values_;
  Tally::Amount accepted_;  ///< the row's lines: counted when it is given
};

}  // namespace winnow::read
