#pragma once
// One format, as the readers' common frame (reader.cpp) sees it: the frame opens the file, the format makes
// rows of its lines.

#include <string_view>

#include "read/column_roles.hpp"
#include "read/line_source.hpp"
#include "read/value_parser.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/dialect.hpp"

namespace winnow::read {

/// What all formats of one reader go by.
struct Rules {
  const Dialect& dialect;
  ColumnRoles& roles;
  const ValueParser& values;
};

class FormatReader {
 public:
  virtual ~FormatReader() = default;

  /// True if a file that starts so may be of this format. Depends on nothing else: the same file must look
  /// the same whatever was read before it.
  [[nodiscard]] virtual bool looks_like(std::string_view start) const = 0;

  /// Forgets the file before.
  virtual void begin() = 0;

  /// As Reader::next, of the file that `lines` stands in.
  virtual base::Result<bool> next(LineSource& lines, Batch& batch) = 0;
};

}  // namespace winnow::read
