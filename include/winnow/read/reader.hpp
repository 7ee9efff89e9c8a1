#pragma once
// The interface of every reader, and the way to get one.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/dialect.hpp"
#include "winnow/read/file_state.hpp"
#include "winnow/read/wanted.hpp"

// Numbers are finite decimals, correctly rounded. NaN (in any case), nothing, and the dialect's words are
// missing values. Anything else in a column of numbers is rejected: "not a number". LF ends lines, and CRLF
// is as good. A byte order mark at a file's start is skipped. Whatever is of the form of a format, but for
// the following, is rejected with line and byte, and counts for nothing else:
//
// "key-value": MessageStats reports. Each line is `key: value`; the first is a title and ignored if it is not
// `key: number`; blank lines and those that begin with '#' are ignored. A file is one row, its columns in
// the file's order. Lines are rejected as "not key: value", "repeated key" (the first is kept), "too many
// keys" (above 4096), "NUL byte" or "line too long" (above 64 KiB).
//
// "csv": RFC 4180. The first record names the columns, unless the dialect does; a column without a name is
// column<N>, counted from 1. Blank lines are ignored. A quote within an unquoted field is a plain byte.
//
// "table": columns by runs of blanks. A first line that begins with '#' and has as many words as the first
// record names the columns, unless the dialect does; else they are column1, column2, …. Other lines that
// begin with '#' and blank lines are ignored.
//
// Records of csv and table are rejected as "wrong number of fields", "NUL byte", "quoted field too long",
// "quote not closed", "text after a quote" or "line too long". After a broken quote, reading goes on after
// the first newline behind the record's start; after a line too long, after its end.
//
// Which columns have numbers is decided by a file's first whole record: a number or a missing value. A key
// that is not of its type ("not an int") rejects its record.
//
// Each may be compressed, by gzip (".gz") or Zstandard (".zst"), whatever the file's name: its first bytes
// tell. Members and frames that follow each other are one text.

namespace winnow::read {

/// The format of files that are one row each: what Reader::format() of theirs begins with.
inline constexpr std::string_view key_value_format = "key-value";

/// The problem of a file in which there is nothing.
inline constexpr std::string_view empty_file = "empty";

/// The part of a file to read: all records that begin in [begin, end). However a file is cut into pieces,
/// together they give what the whole gives. A file that cannot be split (can_split) is one piece from 0,
/// whatever its end.
struct Piece {
  static constexpr std::uint64_t whole = std::numeric_limits<std::uint64_t>::max();

  std::string path;
  std::uint64_t begin = 0;    ///< in bytes
  std::uint64_t end = whole;  ///< a file that grows is read to the end that is there when reached
};

/// Reads pieces one after the other into batches. Used by one thread at a time; buffers are kept from file to
/// file. A reader streams: its memory does not grow with the file.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Starts on a piece, leaving the one before. Fails, with a reason fit for a Rejection as Error::problem,
  /// if the file cannot be read ("cannot be read: Permission denied"), is "empty", "binary", "not a regular
  /// file", "cannot be split" or, where the format is "auto", of "no known format"; if its header is "broken
  /// header", has "too many columns" (above 4096), "no header" (numbers only) or a "repeated column", or if
  /// it has `no column "ttl"` that is a key. Never blocks on a FIFO or a device.
  virtual base::Result<void> open(const Piece& piece) = 0;

  /// The next rows, false at the end of the piece (with the last rejections and tallies in `batch`, and no
  /// rows). A batch may hold rejections and no rows: their number is bounded, too. Fails if the file stops
  /// being readable or is damaged ("truncated gzip data"), and at the end of a key-value file that lacks a
  /// key; rows given before stay given.
  virtual base::Result<bool> next(Batch& batch) = 0;

  /// Lines and unpacked bytes of a piece, whether open() takes it or not: the newlines from its begin to its
  /// end, and what follows the file's last one. As far as they can be read; nothing of a file that cannot be
  /// read or is no text. Leaves the piece before.
  virtual Tally::Amount count(const Piece& piece) = 0;

  /// What the file opened was taken for: "csv", "key-value.gz". Empty after a failed open().
  [[nodiscard]] virtual std::string_view format() const = 0;

  /// Of the file that open() was last called for, from before anything of it was read; nothing if it cannot
  /// be opened or is no regular file.
  [[nodiscard]] virtual const std::optional<FileState>& state() const = 0;

  /// The columns wanted if they had numbers, and left out because they are text in the file opened. Valid
  /// until the next open().
  [[nodiscard]] virtual const std::vector<ColumnNames::Id>& text_columns() const = 0;
};

/// What the plan needs to know of a format before it runs.
struct Format {
  std::string name;     ///< "key-value"
  std::string summary;  ///< one line for the reference
  double gamma = 1.0;   ///< memory per byte of a piece in flight
  base::Bytes piece;    ///< the largest piece that is in memory at once
};

/// All formats, in the usual dialect; "auto" stands for any of them.
[[nodiscard]] const std::vector<Format>& formats();

/// The format of a dialect, with the memory that its reader takes for records as long as the dialect allows;
/// where it is "auto", what the most demanding of all takes.
[[nodiscard]] Format format_of(const Dialect& dialect);

/// A reader of files in `dialect`, which interns the names of all columns that it sees in `names` (it must
/// outlive the reader). `profile` is told of files opened, read and parsed unless it is null. Fails as
/// check().
[[nodiscard]] base::Result<std::unique_ptr<Reader>> make_reader(const Dialect& dialect, ColumnNames& names,
                                                                Wanted wanted = {},
                                                                base::Profile* profile = nullptr);

/// True if the file may be read in several pieces: a csv or table that is not compressed. Looks into the
/// file; false if it cannot be read, or lacks one of `keys`.
[[nodiscard]] bool can_split(const std::string& path, const Dialect& dialect,
                             const std::vector<KeyColumn>& keys = {});

}  // namespace winnow::read
