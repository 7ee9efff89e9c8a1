#pragma once
// A table whose every cell follows from its row, so that it can be written by any number of ranks and checked
// by one.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "winnow/base/table.hpp"

namespace winnow::test {

inline base::Variable variable(std::string name, base::CellType type) {
  base::Variable described;
  described.name = std::move(name);
  described.type = type;
  return described;
}

/// Rows × two statistics of "delay", labelled by "router" and "buffer".
inline base::TableShape grouped_shape(std::uint64_t rows) {
  base::TableShape shape;
  shape.path = "reduce/router_buffer";
  shape.row_dimension = "group";
  shape.rows = shape.own_rows = rows;
  shape.dimensions = {{"statistic", {"mean", "größte"}}};
  shape.attributes = {{"field_report", "Stats"}};
  auto router = variable("router", base::CellType::text);
  router.text_width = 12;
  router.coordinate = true;
  auto buffer = variable("buffer", base::CellType::int64);
  buffer.coordinate = true;
  buffer.attributes = {{"units", "B"}};
  auto delay = variable("delay", base::CellType::float64);
  delay.dimension = "statistic";
  delay.attributes = {
      {"units", "s"}, {"long_name", "mean delay"}, {"scale", 0.5}, {"level", std::int64_t{-3}}};
  shape.variables = {router, buffer, delay};
  return shape;
}

/// Rows × two bins of "counts", a dimension of numbers.
inline base::TableShape binned_shape(std::uint64_t rows) {
  base::TableShape shape;
  shape.path = "reduce/binned";
  shape.row_dimension = "group";
  shape.rows = shape.own_rows = rows;
  shape.dimensions = {{"size_bin", {}, {{"size_bin", {0.5, 2}, {{"units", "B"}}}, {"size_bin_low", {0, 1}}}}};
  auto counts = variable("counts", base::CellType::int64);
  counts.dimension = "size_bin";
  shape.variables = {counts};
  return shape;
}

class GeneratedTable final : public base::TableSource {
 public:
  /// The slab of `rank` among `ranks`, unequal ones: the last rank has most.
  explicit GeneratedTable(base::TableShape shape, int rank = 0, int ranks = 1) : shape_(std::move(shape)) {
    const auto border = [&](int r) {
      return shape_.rows * static_cast<std::uint64_t>(r * r) / square(ranks);
    };
    shape_.first_row = border(rank);
    shape_.own_rows = border(rank + 1) - shape_.first_row;
  }

  /// next() gives at most so many rows and throws once it reaches the row of the whole table.
  std::uint64_t most = ~std::uint64_t{0};
  std::uint64_t fails_at = ~std::uint64_t{0};

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }

  void next(std::uint64_t at_most, base::Block& block) override {
    block.rows = std::min({at_most, most, shape_.own_rows - given_});
    const auto first = shape_.first_row + given_;
    if (first <= fails_at && fails_at < first + block.rows) throw std::runtime_error("no more of this");
    block.cells.clear();
    for (const auto& variable : shape_.variables) block.cells.push_back(cells(variable, first, block.rows));
    given_ += block.rows;
  }

  [[nodiscard]] std::uint64_t given() const { return given_; }

  /// What rows [first, first + rows) of a variable hold.
  [[nodiscard]] base::Cells cells(const base::Variable& variable, std::uint64_t first,
                                  std::uint64_t rows) const {
    const auto columns = variable.dimension.empty() ? 1 : shape_.dimensions.front().size();
    std::vector<double> reals;
    std::vector<std::int64_t> integers;
    std::string text(rows * variable.text_width, '\0');
    for (std::uint64_t i = 0; i < rows * columns; ++i) {
      const auto at = first * columns + i;
      reals.push_back(at % 7 == 3 ? std::nan("") : std::sin(static_cast<double>(at)));
      integers.push_back(static_cast<std::int64_t>(at) - 5);
      if (variable.type == base::CellType::text) {
        text_of(first + i).copy(&text[i * variable.text_width], variable.text_width);
      }
    }
    if (variable.type == base::CellType::float64) return reals;
    if (variable.type == base::CellType::int64) return integers;
    return text;
  }

  static std::string text_of(std::uint64_t row) { return "r\xc3\xb6uter" + std::to_string(row % 1000); }

 private:
  static std::uint64_t square(int n) { return static_cast<std::uint64_t>(n * n); }

  base::TableShape shape_;
  std::uint64_t given_ = 0;
};

}  // namespace winnow::test
