#pragma once
// The format "key-value", as winnow/read/reader.hpp describes it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/column_roles.hpp"
#include "read/format_reader.hpp"

namespace winnow::read {

/// Reports of one kind have the same keys in the same order, so a line's key is first compared with the one
/// that followed its forerunner last time; it is looked up only when that fails.
class KeyValueReader final : public FormatReader {
 public:
  /// What the rules refer to must outlive the reader.
  explicit KeyValueReader(const Rules& rules)
      : roles_(rules.roles),
        names_(rules.roles.names()),
        value_parser_(rules.values),
        keys_(rules.roles.keys().size()) {}

  [[nodiscard]] bool looks_like(const Start& start) const override;
  [[nodiscard]] bool is_splittable() const override { return false; }
  base::Result<void> start(InputWindow& window, std::uint64_t begin, std::uint64_t end) override;
  base::Result<bool> next(InputWindow& window, Batch& batch) override;
  [[nodiscard]] const std::vector<ColumnNames::Id>& text_columns() const override { return no_columns_; }

  static constexpr std::size_t longest_line = std::size_t{64} << 10;  ///< its newline not counted
  static constexpr std::size_t longest_key = 255;
  static constexpr std::size_t most_keys = 4096;  ///< in one file

  /// Names that are not wanted are remembered, to be skipped fast, while there are not more names than these.
  static constexpr std::size_t most_names = 65'536;

 private:
  using Id = ColumnNames::Id;
  struct Entry {
    std::string_view key;  ///< empty: the line is not `key: value`
    std::string_view value;
  };

  [[nodiscard]] static Entry split(std::string_view line);
  [[nodiscard]] bool has_number(const Entry& entry) const;
  void take_lines(Batch& batch);
  std::size_t take_comment(Batch& batch);
  std::size_t take_expected_line();
  std::size_t take_any_line(Batch& batch);
  base::Result<void> skip_overlong(InputWindow& window, Batch& batch);
  [[nodiscard]] std::string_view take_entry(std::string_view key, std::string_view value_text);
  [[nodiscard]] std::string_view take_wanted(Role role, std::string_view key, std::string_view value_text);
  void take_value(Id id, double value);
  void note(std::string_view key);
  void follow(Id id);
  void reject(std::string_view reason, std::string_view text, Batch& batch) const;
  void count(Tally::Amount& amount, std::size_t size);
  base::Result<bool> give_row(Batch& batch);
  [[nodiscard]] base::Result<void> check_keys() const;
  [[nodiscard]] bool is_taken(Id id) const { return id < taken_in_.size() && taken_in_[id] == file_; }

  struct Key {
    std::uint64_t file = 0;  ///< the last that gave it a text
    std::string text;
  };

  ColumnRoles& roles_;
  ColumnNames& names_;
  const ValueParser& value_parser_;
  std::vector<Id> successors_;           ///< by id + 1: the key that followed last time; [0]: the first key
  std::vector<std::uint64_t> taken_in_;  ///< by id: the last file that gave it a value
  std::uint64_t file_ = 0;               ///< counts the files
  std::size_t last_ = 0;                 ///< index into successors_ of the key last taken

  std::string_view rest_;    ///< whole lines in hand that are still to be taken
  Position at_;              ///< of the first of them
  std::vector<Id> columns_;  ///< the row so far
  std::vector<double> values_;
  std::vector<Key> keys_;  ///< as wanted
  std::vector<Id> no_columns_;
  Tally::Amount accepted_;  ///< the row's lines: counted when it is given
};

}  // namespace winnow::read
