#pragma once
// The formats "csv" and "table", as winnow/read/reader.hpp describes them: what their readers have in common.

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "read/column_layout.hpp"
#include "read/file_head.hpp"
#include "read/format_reader.hpp"
#include "read/row_taker.hpp"
#include "read/separator_index.hpp"

namespace winnow::read {

class RecordReader : public FormatReader {
 public:
  /// What the rules refer to must outlive the reader.
  RecordReader(const Rules& rules, HeaderStyle style);

  [[nodiscard]] bool is_splittable() const override { return true; }
  base::Result<void> start(InputWindow& window, std::uint64_t begin, std::uint64_t end) override;
  base::Result<bool> next(InputWindow& window, Batch& batch) override;
  [[nodiscard]] const std::vector<ColumnNames::Id>& text_columns() const override {
    return layout_.text_columns();
  }

  /// The text that a window must be able to hold at once.
  [[nodiscard]] static std::size_t lookahead(const Dialect& dialect);

 protected:
  [[nodiscard]] const Rules& rules() const { return rules_; }

  /// The grammar of a file that begins so; it stays the reader's.
  virtual const RecordGrammar& grammar_of(const Start& start) = 0;

  /// The byte between the fields of records that need no more than separators to be told apart.
  [[nodiscard]] virtual std::optional<char> plain_delimiter() const = 0;

 private:
  base::Result<void> fit_layout(InputWindow& window, std::size_t mark);
  bool take_records(InputWindow& window, Batch& batch);
  void take_plain_rows(InputWindow& window, Batch& batch);
  bool take_indexed_rows(InputWindow& window, Batch& batch);
  [[nodiscard]] std::size_t end_of_plain_rows(std::size_t row, std::size_t at_most) const;
  void pass_lines(std::size_t row, std::size_t end);
  std::optional<Refusal> take_plain_row(std::size_t row, Batch& batch);
  base::Result<void> skip_overlong(InputWindow& window, Batch& batch);
  void take_row(std::string_view text, const Record& record, Batch& batch);
  void reject(std::string_view reason, std::string_view text, Batch& batch) const;
  void pass(Tally::Amount& amount, const Record& record);
  [[nodiscard]] bool is_over(const InputWindow& window) const;
  [[nodiscard]] bool has_room(const Batch& batch) const;

  const Rules rules_;
  const HeaderStyle style_;
  ColumnLayout layout_;
  RowTaker taker_;
  std::size_t most_rows_ = 0;
  SeparatorIndex index_;
  std::vector<FieldText> fields_;

  const RecordGrammar* grammar_ = nullptr;  ///< of the file in hand
  std::optional<std::uint64_t> header_;     ///< where it stands
  Position at_;                             ///< of the next record
  std::uint64_t end_ = 0;                   ///< of the piece
  std::uint64_t mark_ = 0;                  ///< bytes of a byte order mark that nobody has counted yet
};

}  // namespace winnow::read
