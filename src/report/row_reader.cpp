#include "report/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::report {
namespace {

constexpr std::uint64_t block_bytes = std::uint64_t{16} << 20;

}  // namespace

std::vector<std::string> RowReader::labels(const base::Variable& variable) const {
  const auto found = std::ranges::find(shape_.dimensions, variable.dimension, &base::Dimension::name);
  if (found == shape_.dimensions.end()) return {};
  if (found->scales.empty()) return found->labels;
  std::vector<std::string> labels;
  for (const double value : found->scales.front().values) labels.push_back(fmt::format("{}", value));
  return labels;
}

std::size_t RowReader::columns(const base::Variable& variable) const {
  const auto found = std::ranges::find(shape_.dimensions, variable.dimension, &base::Dimension::name);
  return found != shape_.dimensions.end() ? std::max<std::size_t>(1, found->size()) : 1;
}

std::uint64_t RowReader::block_rows() const {
  std::uint64_t row_bytes = 1;
  for (const auto& variable : shape_.variables) {
    row_bytes += variable.type == base::CellType::text ? variable.text_width : 8 * columns(variable);
  }
  return std::max<std::uint64_t>(1, block_bytes / row_bytes);
}

base::Result<void> RowReader::load(std::uint64_t first, std::uint64_t rows) {
  cells_.clear();
  for (const auto& variable : shape_.variables) {
    auto cells = file_.read(shape_, variable, first, rows);
    if (!cells) return tl::unexpected(std::move(cells).error());
    cells_.push_back(*std::move(cells));
  }
  rows_ = rows;
  return {};
}

std::size_t RowReader::index(std::size_t variable, std::uint64_t row, std::size_t label) const {
  return row * columns(shape_.variables[variable]) + label;
}

double RowReader::number(std::size_t variable, std::uint64_t row, std::size_t label) const {
  const auto at = index(variable, row, label);
  if (const auto* reals = std::get_if<std::vector<double>>(&cells_[variable])) return (*reals)[at];
  return static_cast<double>(std::get<std::vector<std::int64_t>>(cells_[variable])[at]);
}

std::string RowReader::text(std::size_t variable, std::uint64_t row, std::size_t label) const {
  if (const auto* text = std::get_if<std::string>(&cells_[variable])) {
    return std::string(store::text_cell(*text, shape_.variables[variable].text_width, row));
  }
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&cells_[variable])) {
    return fmt::format("{}", (*integers)[index(variable, row, label)]);
  }
  const auto value = number(variable, row, label);
  return std::isnan(value) ? "nan" : fmt::format("{}", value);
}

}  // namespace winnow::report
