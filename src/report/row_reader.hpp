#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// The cells of a table, a bounded block of rows at a time. File and shape must outlive it.
class RowReader {
 public:
  RowReader(const store::ResultFile& file, const base::TableShape& shape) : file_(file), shape_(shape) {}

  /// Rows whose cells take about 16 MiB together.
  [[nodiscard]] std::uint64_t block_rows() const;

  /// Makes rows [first, first + rows) those that the functions below speak of.
  [[nodiscard]] base::Result<void> load(std::uint64_t first, std::uint64_t rows);

  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  /// A cell of a numeric variable; `row` counts from the first one loaded.
  [[nodiscard]] double number(std::size_t variable, std::uint64_t row, std::size_t label = 0) const;

  /// Any cell as text: numbers as the shortest that reads back to the same value, NaN as "nan".
  [[nodiscard]] std::string text(std::size_t variable, std::uint64_t row, std::size_t label = 0) const;

  /// Labels of a variable's second dimension, numbers as texts; empty where it has none.
  [[nodiscard]] std::vector<std::string> labels(const base::Variable& variable) const;

  /// How many values a row of the variable has.
  [[nodiscard]] std::size_t columns(const base::Variable& variable) const;

 private:
  [[nodiscard]] std::size_t index(std::size_t variable, std::uint64_t row, std::size_t label) const;

  const store::ResultFile& file_;
  const base::TableShape& shape_;
  std::uint64_t rows_ = 0;
  std::vector<base::Cells> cells_;
};

}  // namespace winnow::report
