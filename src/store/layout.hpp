#pragma once
// How tables lie in a result file. A table is a group. Its dimensions are dimension scales attached to every
// variable: the row dimension is a scale without values, another dimension a variable of its own name, of
// text or of numbers; further numbers along it are variables that it is attached to. A text variable is an
// array of characters, in netCDF's classic way: its length is one more dimension, and the attribute
// `_Encoding` makes xarray join them. What labels rows, and what stands along a dimension, is named in the
// attribute `coordinates` of the variables that lie there (CF Conventions, chapter 5).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/hdf5.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"
#include "winnow/store/compression_trial.hpp"

namespace winnow::store {

/// A dataset as the ranks write it: rows × columns elements.
struct SlabVariable {
  std::string path;  ///< in the file
  base::CellType type = base::CellType::float64;
  std::uint64_t columns = 1;  ///< labels of its second dimension; for text, characters

  [[nodiscard]] bool is_text() const { return type == base::CellType::text; }
  [[nodiscard]] std::uint64_t row_bytes() const { return columns * (is_text() ? 1 : 8); }
};

/// A table as the ranks write it.
struct SlabTable {
  std::string path;
  std::uint64_t rows = 0;
  std::uint64_t chunk_rows = 0;  ///< 0: not chunked
  std::vector<SlabVariable> variables;

  [[nodiscard]] std::uint64_t row_bytes() const;
};

void encode(base::Encoder& out, const SlabTable& table);
[[nodiscard]] SlabTable decode_slab_table(base::Decoder& in);

/// Opens the group at `path`, making it and its parents where they are missing.
[[nodiscard]] Handle open_or_make_group(hid_t file, std::string_view path);

/// Creates the table's group with everything in it but the rows. `compression` as for deflate_level. Throws
/// Hdf5Failure.
[[nodiscard]] SlabTable create_table(hid_t file, const base::TableShape& shape,
                                     std::optional<int> compression);

}  // namespace winnow::store
