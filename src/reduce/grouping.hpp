#pragma once
// What runs are grouped by.

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "winnow/read/field.hpp"
#include "winnow/read/wanted.hpp"
#include "winnow/reduce/config.hpp"

namespace winnow::reduce {

/// Tells groups apart: a field of file names or, in another row another group, a column of rows.
struct GroupKey {
  read::Field field;
  bool in_rows = false;
  std::size_t index = 0;  ///< of the name pattern's fields, or of the key columns
};

/// Rows that agree in some keys make a group.
struct Grouping {
  std::string name;  ///< the keys' joined by '_'; "all" without any
  std::vector<GroupKey> keys;

  /// Whether the rows of a file may be of several groups.
  [[nodiscard]] bool by_row() const;
};

struct Groupings {
  std::vector<Grouping> list;
  std::vector<read::KeyColumn> columns;  ///< of all groupings, each once
};

/// `group_by` as Config has it: each name is one of `fields`, or else a column, with its type behind a colon
/// if that is not text ("ttl:int"). A list without groupings is one group of all. Fails, with the key at
/// fault, on a name that stands twice in a grouping, on an unknown type, on a column of two types and on two
/// groupings of one name.
[[nodiscard]] tl::expected<Groupings, ConfigError> make_groupings(
    std::vector<std::vector<std::string>> group_by, const std::vector<read::Field>& fields);

}  // namespace winnow::reduce
