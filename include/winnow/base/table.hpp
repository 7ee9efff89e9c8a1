#pragma once
// Tables on their way into a result file. A job describes each of its tables and then gives its own rows in
// bounded blocks; `store` pulls them and writes them in parallel. Rows are distributed over ranks as
// contiguous slabs in rank order.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace winnow::base {

struct Attribute {
  std::string name;
  std::variant<std::string, double, std::int64_t> value;
};

enum class CellType { float64, int64, text };

/// A variable over the table's rows: one value a row, or one value a row and label of `dimension`.
struct Variable {
  std::string name;
  CellType type = CellType::float64;
  std::uint64_t text_width = 0;  ///< bytes a cell, for text: zero-padded; the same on all ranks
  std::string dimension;         ///< second dimension; empty: one value a row
  bool coordinate = false;       ///< one that labels the rows: xarray shows it as a coordinate
  std::vector<Attribute> attributes;
};

/// Numbers along a second dimension.
struct Scale {
  std::string name;
  std::vector<double> values;
  std::vector<Attribute> attributes = {};
};

/// A second dimension, with its labels or the numbers of its first scale, which has its name, as coordinate;
/// further scales are coordinates beside that. It has either labels or scales.
struct Dimension {
  std::string name;
  std::vector<std::string> labels;
  std::vector<Scale> scales = {};

  [[nodiscard]] std::uint64_t size() const {
    return scales.empty() ? labels.size() : scales.front().values.size();
  }
};

struct TableShape {
  std::string path;           ///< group in the file: "reduce/router_buffer"
  std::string row_dimension;  ///< "group"
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  std::vector<Attribute> attributes;
  std::uint64_t rows = 0;       ///< of all ranks together
  std::uint64_t first_row = 0;  ///< of this rank's slab
  std::uint64_t own_rows = 0;   ///< in this rank's slab
};

/// Values of one variable for a block of rows: rows × labels, row-major; text as rows × text_width bytes.
using Cells = std::variant<std::vector<double>, std::vector<std::int64_t>, std::string>;

struct Block {
  std::uint64_t rows = 0;
  std::vector<Cells> cells;  ///< one per variable of the shape, in its order
};

class TableSource {
 public:
  virtual ~TableSource() = default;

  /// The same on all ranks but for first_row and own_rows.
  [[nodiscard]] virtual const TableShape& shape() const = 0;

  /// Fills `block` with the next rows of this rank's slab, at most `at_most`; zero rows: the slab is over.
  virtual void next(std::uint64_t at_most, Block& block) = 0;
};

}  // namespace winnow::base
