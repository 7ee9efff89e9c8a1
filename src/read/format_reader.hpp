#pragma once
// One format, as the readers' common frame (reader.cpp) sees it: the frame opens the file, the format makes
// rows of its text.

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/column_roles.hpp"
#include "read/input_window.hpp"
#include "read/value_parser.hpp"
#include "winnow/base/text.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/dialect.hpp"

namespace winnow::read {

/// What all formats of one reader go by.
struct Rules {
  const Dialect& dialect;
  ColumnRoles& roles;
  const ValueParser& values;
};

/// What a format is decided by, without a byte order mark: the same of a file whatever was read before it,
/// and whichever piece of it is wanted.
struct Start {
  static constexpr std::size_t most = std::size_t{16} << 10;

  std::string_view text;
  bool is_whole;  ///< the file is no longer
};

/// Of the file that `window` stands at the beginning of, with as much of it as a Start takes.
[[nodiscard]] inline Start start_of(const InputWindow& window) {
  const auto text = window.text().substr(0, Start::most);
  return {base::without_byte_order_mark(text), window.at_end() && text.size() == window.text().size()};
}

class FormatReader {
 public:
  virtual ~FormatReader() = default;

  /// True if a file that starts so may be of this format.
  [[nodiscard]] virtual bool looks_like(const Start& start) const = 0;

  /// True if files of the format may be read in pieces.
  [[nodiscard]] virtual bool is_splittable() const = 0;

  /// Forgets the file before, and starts on the records of the one that `window` stands at the beginning of
  /// that begin in [begin, end). Fails with the phrases of Reader::open.
  virtual base::Result<void> start(InputWindow& window, std::uint64_t begin, std::uint64_t end) = 0;

  /// As Reader::next.
  virtual base::Result<bool> next(InputWindow& window, Batch& batch) = 0;

  /// As Reader::text_columns.
  [[nodiscard]] virtual const std::vector<ColumnNames::Id>& text_columns() const = 0;
};

}  // namespace winnow::read
