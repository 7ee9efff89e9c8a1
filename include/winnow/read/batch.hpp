#pragma once
// What a reader gives: a few rows as columns of numbers, each row with its place in the file, and whatever
// was not taken with the reason why.

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace winnow::read {

/// Column names as small dense numbers, in order of first appearance. One per kernel, it lives as long as the
/// kernel and sees the same names again in every file. It moves but does not copy: its index looks into its
/// names.
class ColumnNames {
 public:
  using Id = std::uint32_t;

  ColumnNames() = default;
  ColumnNames(const ColumnNames&) = delete;
  ColumnNames& operator=(const ColumnNames&) = delete;
  ColumnNames(ColumnNames&&) noexcept = default;
  ColumnNames& operator=(ColumnNames&&) noexcept = default;
  ~ColumnNames() = default;

  /// The name's number, a new one if it was not seen before.
  Id id_of(std::string_view name);

  /// The name's number, nothing if it was not seen before.
  [[nodiscard]] std::optional<Id> find(std::string_view name) const;

  /// Stays valid and in its place as long as the ColumnNames lives.
  [[nodiscard]] const std::string& name_of(Id id) const { return names_[id]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, Id> ids_;
};

/// A missing value: what a reader puts where the input says NaN or nothing.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Where a row begins: lines count from 1 within the piece that is read, bytes from 0 within the file, both
/// of what a compressed file unfolds to.
struct Position {
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
};

/// A key of a key-value file that was there before: a reason of a Rejection.
inline constexpr std::string_view repeated_key = "repeated key";

/// Input that was not taken.
struct Rejection {
  Position position;   ///< line 0: the file as a whole
  std::string reason;  ///< a short fixed phrase ("not a number"), so that rejections can be counted by it
  std::string text;    ///< the offending text, cut to at most `max_rejected_text` bytes
};
inline constexpr std::size_t max_rejected_text = 120;

/// Every line and byte is one of three; what a file holds is their sum. A line's bytes include its newline,
/// and a last line without one is a line.
struct Tally {
  struct Amount {
    std::uint64_t lines = 0;
    std::uint64_t bytes = 0;

    Amount& operator+=(const Amount& other);
  };
  Amount accepted;
  Amount rejected;
  Amount ignored;  ///< titles, headers, comments, blanks

  [[nodiscard]] std::uint64_t bytes() const { return accepted.bytes + rejected.bytes + ignored.bytes; }

  Tally& operator+=(const Tally& other);
};

/// Rows of one file. A reader clears and refills it, so that its memory is used again. The tally is that of
/// this batch: a file's is the sum over its batches.
struct Batch {
  std::vector<ColumnNames::Id> columns;
  std::vector<double> values;          ///< one column after the other, each `stride` from the next
  std::vector<std::string_view> keys;  ///< likewise, of the key columns in the order they were wanted
  std::size_t stride = 0;              ///< at least rows(); 0 stands for rows()
  std::vector<Position> positions;     ///< one per row
  std::vector<Rejection> rejections;
  Tally tally;

  [[nodiscard]] std::size_t rows() const { return positions.size(); }
  [[nodiscard]] std::span<const double> column(std::size_t index) const { return column_of(values, index); }

  /// The texts of a key column, without quotes and, unless it is of type text, without blanks around it. Each
  /// parses as the column's type (parse_field). Valid until the reader is used again.
  [[nodiscard]] std::span<const std::string_view> key(std::size_t index) const {
    return column_of(keys, index);
  }
  void clear();

 private:
  template <class Value>
  [[nodiscard]] std::span<const Value> column_of(const std::vector<Value>& columnwise,
                                                 std::size_t index) const {
    return std::span(columnwise).subspan(index * (stride == 0 ? rows() : stride), rows());
  }
};

}  // namespace winnow::read
