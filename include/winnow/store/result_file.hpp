#pragma once
// Reads a result file, in one process and without MPI_Init.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// An open result file. Movable; one thread at a time, and no two of them in different threads: HDF5 is not
/// thread-safe. Attributes that belong to the file format (CLASS, DIMENSION_LIST, coordinates, …) are not
/// shown.
class ResultFile {
 public:
  /// Fails if the file is missing, not readable, or not an intact HDF5 file.
  [[nodiscard]] static base::Result<ResultFile> open(const std::filesystem::path& path);

  ResultFile(ResultFile&&) noexcept;
  ResultFile& operator=(ResultFile&&) noexcept;
  ~ResultFile();

  [[nodiscard]] const std::filesystem::path& path() const;

  /// Paths of all groups ("reduce", "reduce/router_buffer", …), a parent before its children, otherwise in
  /// the order in which they were written.
  [[nodiscard]] const std::vector<std::string>& groups() const;

  /// True if the group holds a table: rows, however many.
  [[nodiscard]] bool has_table(std::string_view group) const;

  /// The table in `group`, with first_row 0 and all rows its own. Fails if there is no such group, naming the
  /// nearest, or no table in it.
  [[nodiscard]] base::Result<base::TableShape> shape(std::string_view group) const;

  /// Of a group; of the file itself for "". Fails if there is no such group.
  [[nodiscard]] base::Result<std::vector<base::Attribute>> attributes(std::string_view group) const;

  /// `rows` rows of a variable of shape(group), from `first_row` on, as a table's block holds them: rows ×
  /// labels, row-major; text zero-padded to text_width. The rows must be in the table.
  [[nodiscard]] base::Result<base::Cells> read(const base::TableShape& table, const base::Variable& variable,
                                               std::uint64_t first_row, std::uint64_t rows) const;

 private:
  class State;
  explicit ResultFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The text of one cell, without its padding. Refers into `cells`.
[[nodiscard]] std::string_view text_cell(const std::string& cells, std::uint64_t text_width,
                                         std::uint64_t row);

/// Of HDF5: "1.10.8, parallel".
[[nodiscard]] std::string library_version();

}  // namespace winnow::store
