#pragma once
// Groups of a result file, read back into the terms of base/table.hpp. All functions throw Hdf5Failure.

#include <optional>
#include <string>
#include <vector>

#include "store/hdf5.hpp"
#include "winnow/base/table.hpp"

namespace winnow::store {

/// Paths of all groups, a parent before its children, in the order of creation.
[[nodiscard]] std::vector<std::string> groups_below(hid_t file);

/// Attributes of a group or dataset in the order of creation, without those of the file format, and without
/// any that is neither text nor a single number.
[[nodiscard]] std::vector<base::Attribute> read_attributes(hid_t object);

/// The table in the group, nothing if it holds none.
[[nodiscard]] std::optional<base::TableShape> read_shape(hid_t file, const std::string& group);

/// Rows of the dataset at `path`.
[[nodiscard]] base::Cells read_cells(hid_t file, const std::string& path, const base::Variable& variable,
                                     std::uint64_t first_row, std::uint64_t rows);

}  // namespace winnow::store
