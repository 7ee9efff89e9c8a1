#pragma once
// The text of a NamePattern taken apart.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/read/name_pattern.hpp"

namespace winnow::read {

/// A field, and the literal text between it and the next one.
struct PatternPiece {
  FieldType type = FieldType::text;
  std::optional<std::size_t> slot;  ///< index into the fields; nothing for {*}
  std::string tail;                 ///< empty only in the last piece
};

struct PatternPieces {
  std::string head;  ///< literal text before the first field
  std::vector<PatternPiece> pieces;
  std::vector<Field> fields;
};

/// Fails as NamePattern::parse.
[[nodiscard]] base::Result<PatternPieces> take_apart(std::string_view pattern);

}  // namespace winnow::read
