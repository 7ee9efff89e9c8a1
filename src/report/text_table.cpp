#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/number_text.hpp"

namespace winnow::report {
namespace {

constexpr std::size_t between = 2;  // blanks between columns

std::string unit_text(const TextColumn& column) {
  return column.unit.empty() ? std::string{} : fmt::format("[{}]", column.unit);
}

std::size_t width_of(const TextColumn& column) {
  auto width = std::max(columns_of(column.header), columns_of(unit_text(column)));
  for (const auto& cell : column.cells) width = std::max(width, columns_of(cell));
  return width;
}

/// One line; `cell` gives a column's text.
template <class Cell>
void append_line(std::string& out, const std::vector<const TextColumn*>& columns, const Cell& cell) {
  std::string line;
  for (const auto* column : columns) {
    const std::string text = cell(*column);
    const std::string fill(width_of(*column) - columns_of(text), ' ');
    if (!line.empty()) line.append(between, ' ');
    line += column->right ? fill + text : text + fill;
  }
  out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

/// Groups of columns that fit the width, each led by the key columns and with at least one more.
std::vector<std::vector<const TextColumn*>> blocks_of(const std::vector<TextColumn>& columns,
                                                      std::size_t width) {
  std::vector<const TextColumn*> keys;
  std::size_t key_width = 0;
  for (const auto& column : columns) {
    if (!column.key) continue;
    keys.push_back(&column);
    key_width += width_of(column) + between;
  }
  std::vector<std::vector<const TextColumn*>> blocks;
  std::size_t used = 0;
  for (const auto& column : columns) {
    if (column.key) continue;
    const auto needs = width_of(column) + between;
    if (blocks.empty() || used + needs > width + between) {
      blocks.push_back(keys);
      used = key_width;
    }
    blocks.back().push_back(&column);
    used += needs;
  }
  if (blocks.empty()) blocks.push_back(keys);
  return blocks;
}

}  // namespace

std::string text_table(const std::vector<TextColumn>& columns, std::size_t width, std::size_t gap,
                       const std::string& gap_line) {
  std::string out;
  for (const auto& block : blocks_of(columns, width)) {
    if (!out.empty()) out += '\n';
    append_line(out, block, [](const TextColumn& column) { return column.header; });
    const bool units = std::ranges::any_of(block, [](const auto* column) { return !column->unit.empty(); });
    if (units) append_line(out, block, unit_text);
    const auto rows = block.empty() ? 0 : block.front()->cells.size();
    for (std::size_t row = 0; row < rows; ++row) {
      if (row == gap && !gap_line.empty()) out += gap_line + '\n';
      append_line(out, block, [&](const TextColumn& column) { return column.cells[row]; });
    }
  }
  return out;
}

}  // namespace winnow::report
