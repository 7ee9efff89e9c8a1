#include "optimize/slab_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::optimize {
namespace {

template <class Column>
Column rows_of(const Column& column, std::uint64_t first, std::uint64_t rows, std::uint64_t width) {
  const auto begin = column.begin() + static_cast<std::ptrdiff_t>(first * width);
  return Column(begin, begin + static_cast<std::ptrdiff_t>(rows * width));
}

base::CellType type_of(const base::Cells& cells) {
  static constexpr std::array types{base::CellType::float64, base::CellType::int64, base::CellType::text};
  return types[cells.index()];
}

}  // namespace

SlabTable::SlabTable(std::string path, std::string row_dimension, std::uint64_t rows, std::uint64_t first_row,
                     std::uint64_t own_rows) {
  shape_.path = std::move(path);
  shape_.row_dimension = std::move(row_dimension);
  shape_.rows = rows;
  shape_.first_row = first_row;
  shape_.own_rows = own_rows;
}

SlabTable& SlabTable::add(std::string name, base::Cells cells, std::vector<base::Attribute> attributes,
                          std::string dimension) {
  base::Variable variable;
  variable.name = std::move(name);
  variable.type = type_of(cells);
  variable.attributes = std::move(attributes);
  std::uint64_t width = 1;
  for (const auto& one : shape_.dimensions) {
    if (one.name == dimension) width = one.size();
  }
  variable.dimension = std::move(dimension);
  shape_.variables.push_back(std::move(variable));
  columns_.push_back(std::move(cells));
  widths_.push_back(width);
  return *this;
}

SlabTable& SlabTable::add(std::string name, const std::vector<std::string>& cells, std::uint64_t width,
                          std::vector<base::Attribute> attributes) {
  std::string padded;
  padded.reserve(cells.size() * width);
  for (const auto& cell : cells) {
    padded += cell.substr(0, width);
    padded.resize((padded.size() + width - 1) / width * width, '\0');
    if (cell.empty()) padded.append(width, '\0');
  }
  add(std::move(name), base::Cells(std::move(padded)), std::move(attributes));
  shape_.variables.back().text_width = width;
  widths_.back() = width;
  return *this;
}

SlabTable& SlabTable::add_dimension(base::Dimension dimension) {
  shape_.dimensions.push_back(std::move(dimension));
  return *this;
}

SlabTable& SlabTable::attribute(std::string name, std::variant<std::string, double, std::int64_t> value) {
  shape_.attributes.push_back({std::move(name), std::move(value)});
  return *this;
}

void SlabTable::next(std::uint64_t at_most, base::Block& block) {
  block.rows = std::min(at_most, shape_.own_rows - next_row_);
  block.cells.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    block.cells.push_back(std::visit(
        [&](const auto& column) { return base::Cells(rows_of(column, next_row_, block.rows, widths_[i])); },
        columns_[i]));
  }
  next_row_ += block.rows;
}

}  // namespace winnow::optimize
