#pragma once
// A rank's slab of a table, in memory.

#include <cstdint>
#include <string>
#include <vector>

#include "winnow/base/table.hpp"

namespace winnow::optimize {

class SlabTable final : public base::TableSource {
 public:
  /// A table of `rows` rows on all ranks together, of which this rank has `own_rows` from `first_row` on.
  SlabTable(std::string path, std::string row_dimension, std::uint64_t rows, std::uint64_t first_row,
            std::uint64_t own_rows);

  /// A table that this rank has whole, or nothing of.
  SlabTable(std::string path, std::string row_dimension, std::uint64_t rows)
      : SlabTable(std::move(path), std::move(row_dimension), rows, 0, rows) {}

  /// Appends a variable with a value for each own row; with a `dimension`, for each label of it, too, which
  /// add_dimension() has declared.
  SlabTable& add(std::string name, base::Cells cells, std::vector<base::Attribute> attributes = {},
                 std::string dimension = {});
  /// Likewise, of texts; `width` bytes a cell, the same on all ranks.
  SlabTable& add(std::string name, const std::vector<std::string>& cells, std::uint64_t width,
                 std::vector<base::Attribute> attributes = {});
  SlabTable& add_dimension(base::Dimension dimension);
  SlabTable& attribute(std::string name, std::variant<std::string, double, std::int64_t> value);

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  base::TableShape shape_;
  std::vector<base::Cells> columns_;
  std::vector<std::uint64_t> widths_;  ///< elements a row
  std::uint64_t next_row_ = 0;         ///< of the own ones
};

}  // namespace winnow::optimize
