#pragma once
// The interface of every reader, and the way to get one by its format's name.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/read/batch.hpp"

// Formats:
//
// "key-value": MessageStats reports. Each line is `key: value`; the first is a title and ignored if it is not
// `key: number`; blank lines and those that begin with '#' are ignored; CRLF is as good as LF. A file is one
// row, its columns in the file's order. A value is a finite decimal number, correctly rounded; NaN (in any
// case) and nothing are missing values. Lines are rejected as "not a number", "not key: value", "repeated
// key" (the first is kept), "too many keys" (above 4096) or "line too long" (above 64 KiB), and count for
// nothing else.

namespace winnow::read {

/// Reads files one after the other into batches. Used by one thread at a time; buffers are kept from file to
/// file. A reader streams: its memory does not grow with the file.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Starts on a file, leaving the one before. Fails, with a reason fit for a Rejection as Error::problem, if
  /// it cannot be read ("cannot be read: Permission denied"), is "empty", "binary", "not a regular file" or,
  /// where the format is "auto", of "no known format". Never blocks on a FIFO or a device.
  virtual base::Result<void> open(const std::string& path) = 0;

  /// The next rows, false at the end of the file (with the last rejections and tallies in `batch`, and no
  /// rows). A batch may hold rejections and no rows: their number is bounded, too. Fails if the file stops
  /// being readable; rows given before stay given.
  virtual base::Result<bool> next(Batch& batch) = 0;
};

/// What the plan needs to know of a format before it runs.
struct Format {
  std::string name;     ///< "key-value"
  std::string summary;  ///< one line for the reference
  double gamma = 1.0;   ///< memory per byte of a piece in flight
  base::Bytes piece;    ///< the largest piece that is in memory at once
};

/// All formats; "auto" stands for any of them.
[[nodiscard]] const std::vector<Format>& formats();

/// A reader for `format`, which interns names in `names` (it must outlive the reader). "auto" takes the first
/// format whose look fits each file. Fails on an unknown format, naming the nearest.
[[nodiscard]] base::Result<std::unique_ptr<Reader>> make_reader(std::string_view format, ColumnNames& names);

}  // namespace winnow::read
