#include "reduce/cells.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <variant>
#include <vector>

#include "winnow/base/text.hpp"
#include "winnow/read/vocabulary.hpp"

namespace winnow::reduce {
namespace {

/// All printable ASCII. Goes on after a byte that is not and counts in bytes, so that compilers make vector
/// code of it.
bool is_plain(std::string_view text) {
  std::uint8_t others = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::int8_t>(c);
    others |= static_cast<std::uint8_t>(byte < 0x20 || byte == 0x7f ? 1 : 0);
  }
  return others == 0;
}

base::CellType cell_type(read::FieldType type) {
  switch (type) {
    case read::FieldType::text:
      return base::CellType::text;
    case read::FieldType::integer:
    case read::FieldType::size:
      return base::CellType::int64;
    case read::FieldType::real:
    case read::FieldType::duration:
      return base::CellType::float64;
  }
  __builtin_unreachable();
}

base::Cells empty_cells(base::CellType type) {
  switch (type) {
    case base::CellType::float64:
      return std::vector<double>{};
    case base::CellType::int64:
      return std::vector<std::int64_t>{};
    case base::CellType::text:
      return std::string{};
  }
  __builtin_unreachable();
}

}  // namespace

std::string_view cell_text(std::string_view text, std::string& buffer) {
  if (is_plain(text)) return text;
  buffer = base::printable(text, std::numeric_limits<std::size_t>::max());
  return buffer;
}

base::Block empty_block(const std::vector<base::Variable>& variables) {
  base::Block block;
  for (const auto& variable : variables) block.cells.push_back(empty_cells(variable.type));
  return block;
}

void append_text(base::Cells& cells, std::string_view text, std::uint64_t width) {
  std::string buffer;
  const auto shown = cell_text(text, buffer);
  assert(shown.size() <= width);
  auto& column = std::get<std::string>(cells);
  column.append(shown);
  column.append(width - shown.size(), '\0');
}

void append_field(base::Cells& cells, const KeyValue& value, std::uint64_t width) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text(cells, *text, width);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    std::get<std::vector<std::int64_t>>(cells).push_back(*integer);
  } else {
    std::get<std::vector<double>>(cells).push_back(std::get<double>(value));
  }
}

void append_count(base::Cells& cells, std::uint64_t count) {
  std::get<std::vector<std::int64_t>>(cells).push_back(static_cast<std::int64_t>(count));
}

base::Variable field_variable(const read::Field& field, std::uint64_t width) {
  const auto type = cell_type(field.type);
  base::Variable variable;
  if (type == base::CellType::text) variable = text_variable(field.name, width);
  variable.name = field.name;
  variable.type = type;
  variable.coordinate = true;
  if (!field.unit().empty()) variable.attributes.push_back({"units", std::string(field.unit())});
  return variable;
}

base::Variable text_variable(std::string name, std::uint64_t width) {
  base::Variable variable;
  variable.name = std::move(name);
  variable.type = base::CellType::text;
  variable.text_width = std::max<std::uint64_t>(1, width);  // HDF5 knows no text of width 0
  return variable;
}

base::Variable count_variable(std::string name, std::string meaning) {
  base::Variable variable;
  variable.name = std::move(name);
  variable.type = base::CellType::int64;
  variable.attributes.push_back({"long_name", std::move(meaning)});
  return variable;
}

base::Variable metric_variable(std::string name, std::string_view metric) {
  base::Variable variable;
  if (name != metric) {
    std::string buffer;
    variable.attributes.push_back({"original_name", std::string(cell_text(metric, buffer))});
  }
  variable.name = std::move(name);
  if (const auto known = read::describe(metric)) {
    variable.attributes.push_back({"units", std::string(known->unit)});
    variable.attributes.push_back({"long_name", std::string(known->long_name)});
  }
  return variable;
}

void place_slab(base::TableShape& shape, std::uint64_t own, base::Team& team) {
  const auto slabs = team.gather_all(own);
  const auto mine = slabs.begin() + team.rank();
  shape.rows = std::accumulate(slabs.begin(), slabs.end(), std::uint64_t{0});
  shape.first_row = std::accumulate(slabs.begin(), mine, std::uint64_t{0});
  shape.own_rows = own;
}

}  // namespace winnow::reduce
