#pragma once
// Where the fields and lines of a text end.

#include <cstdint>
#include <memory>
#include <string_view>

#include "read/field_column.hpp"

namespace winnow::read {

/// The places of all delimiters and newlines of a stretch of text without quotes and NUL bytes.
class SeparatorIndex {
 public:
  /// The longest stretch that is indexed at once: its index stays in the nearest cache.
  static constexpr std::size_t stretch = std::size_t{8} << 10;

  SeparatorIndex();

  /// Indexes the beginning of `text`: up to the first quote or NUL byte, and one stretch at most.
  void fill(std::string_view text, char delimiter);
  void clear() { rows_ = row_ = 0; }

  /// Goes on to the line that begins at `at`, a place behind that of the last call; false if none does.
  [[nodiscard]] bool go_to(const char* at) {
    while (row_ < rows_ && text_ + field_begin(row_, 0) < at) ++row_;
    return row_ < rows_ && text_ + field_begin(row_, 0) == at;
  }

  /// The line gone to, and how many there are.
  [[nodiscard]] std::size_t row() const { return row_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const char* text() const { return text_; }

  /// The number of a line's separators, its newline among them.
  [[nodiscard]] std::size_t separators(std::size_t row) const { return row_ends_[row + 1] - row_ends_[row]; }

  /// Where in the text a field of a line begins, and where the separator behind it stands.
  [[nodiscard]] std::uint32_t field_begin(std::size_t row, std::size_t field) const {
    return places_[row_ends_[row] + field] + 1;
  }
  [[nodiscard]] std::uint32_t field_end(std::size_t row, std::size_t field) const {
    return places_[row_ends_[row] + field + 1];
  }

  /// A field of the lines from `row` on that have as many separators as that one.
  [[nodiscard]] FieldColumn column(std::size_t row, std::size_t field) const {
    return {text_, places_.get() + row_ends_[row] + field + 1, separators(row)};
  }

  /// The bytes of a line, its newline among them.
  [[nodiscard]] std::uint32_t line_size(std::size_t row) const { return size(row, row + 1); }

  /// The bytes of the lines from `row` up to `end`.
  [[nodiscard]] std::uint32_t size(std::size_t row, std::size_t end) const {
    return places_[row_ends_[end]] - places_[row_ends_[row]];
  }

  /// True of a line without a byte but its newline.
  [[nodiscard]] bool is_blank(std::size_t row) const {
    const auto size = line_size(row);
    return size == 1 || (size == 2 && text_[field_begin(row, 0)] == '\r');
  }

 private:
  // Both begin with an entry for the line before the first: its newline stands at -1.
  std::unique_ptr<std::uint32_t[]> places_;
  std::unique_ptr<std::uint32_t[]> row_ends_;  ///< how many places there are up to each line's end
  std::size_t rows_ = 0;
  std::size_t row_ = 0;
  const char* text_ = nullptr;
};

}  // namespace winnow::read
