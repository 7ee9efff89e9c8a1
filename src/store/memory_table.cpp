#include "winnow/store/memory_table.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace winnow::store {
namespace {

base::Variable variable(std::string name, base::CellType type, std::vector<base::Attribute> attributes) {
  base::Variable described;
  described.name = std::move(name);
  described.type = type;
  described.attributes = std::move(attributes);
  return described;
}

/// Rows [first, first + rows) of a column whose cells are `width` values wide.
template <class Values>
base::Cells slice(const Values& values, std::uint64_t first, std::uint64_t rows, std::uint64_t width) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first * width);
  return Values(begin, begin + static_cast<std::ptrdiff_t>(rows * width));
}

}  // namespace

MemoryTable::MemoryTable(std::string path, std::string row_dimension) {
  shape_.path = std::move(path);
  shape_.row_dimension = std::move(row_dimension);
}

MemoryTable& MemoryTable::add(std::string name, std::vector<double> values,
                              std::vector<base::Attribute> attributes) {
  const auto rows = values.size();
  return append(variable(std::move(name), base::CellType::float64, std::move(attributes)), std::move(values),
                rows);
}

MemoryTable& MemoryTable::add(std::string name, std::vector<std::int64_t> values,
                              std::vector<base::Attribute> attributes) {
  const auto rows = values.size();
  return append(variable(std::move(name), base::CellType::int64, std::move(attributes)), std::move(values),
                rows);
}

MemoryTable& MemoryTable::add(std::string name, const std::vector<std::string>& values,
                              std::vector<base::Attribute> attributes) {
  std::size_t width = 1;
  for (const auto& value : values) width = std::max(width, value.size());
  std::string cells(values.size() * width, '\0');
  for (std::size_t row = 0; row < values.size(); ++row) values[row].copy(&cells[row * width], width);
  auto described = variable(std::move(name), base::CellType::text, std::move(attributes));
  described.text_width = width;
  return append(std::move(described), std::move(cells), values.size());
}

MemoryTable& MemoryTable::attribute(std::string name, std::int64_t value) {
  shape_.attributes.push_back({std::move(name), value});
  return *this;
}

MemoryTable& MemoryTable::attribute(std::string name, std::string value) {
  shape_.attributes.push_back({std::move(name), std::move(value)});
  return *this;
}

MemoryTable& MemoryTable::append(base::Variable variable, base::Cells cells, std::size_t rows) {
  assert(columns_.empty() || rows == shape_.rows);
  shape_.rows = shape_.own_rows = rows;
  shape_.variables.push_back(std::move(variable));
  columns_.push_back(std::move(cells));
  return *this;
}

void MemoryTable::next(std::uint64_t at_most, base::Block& block) {
  block.rows = std::min(at_most, shape_.own_rows - next_row_);
  block.cells.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto width = std::max<std::uint64_t>(1, shape_.variables[i].text_width);
    block.cells.push_back(std::visit(
        [&](const auto& values) { return slice(values, next_row_, block.rows, width); }, columns_[i]));
  }
  next_row_ += block.rows;
}

}  // namespace winnow::store
