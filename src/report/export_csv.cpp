#include "winnow/report/export_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "report/row_reader.hpp"

namespace winnow::report {
namespace {

/// A field, quoted where RFC 4180, section 2 (5 to 7), wants it.
std::string field(std::string_view text) {
  if (text.find_first_of("\",\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

/// A column of the CSV: a variable, or one label of it.
struct Column {
  std::size_t variable;
  std::size_t label;
  std::string header;
};

std::vector<Column> columns_of(const base::TableShape& shape, const RowReader& reader) {
  std::vector<Column> columns;
  for (const bool coordinates : {true, false}) {
    for (std::size_t i = 0; i < shape.variables.size(); ++i) {
      const auto& variable = shape.variables[i];
      if (variable.coordinate != coordinates) continue;
      const auto labels = reader.labels(variable);
      if (labels.empty()) columns.push_back({i, 0, variable.name});
      for (std::size_t label = 0; label < labels.size(); ++label) {
        columns.push_back({i, label, variable.name + '_' + labels[label]});
      }
    }
  }
  return columns;
}

std::string cell(const base::TableShape& shape, const RowReader& reader, const Column& column,
                 std::uint64_t row) {
  const auto type = shape.variables[column.variable].type;
  if (type == base::CellType::float64 && std::isnan(reader.number(column.variable, row, column.label)))
    return {};
  return field(reader.text(column.variable, row, column.label));
}

void append_row(std::string& out, const base::TableShape& shape, const RowReader& reader,
                const std::vector<Column>& columns, std::uint64_t row) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    out += cell(shape, reader, columns[i], row);
  }
  out += "\r\n";
}

}  // namespace

base::Result<void> export_csv(const store::ResultFile& file, std::string_view group, std::ostream& out) {
  const auto shape = file.shape(group);
  if (!shape) return tl::unexpected(shape.error());
  RowReader reader(file, *shape);
  const auto columns = columns_of(*shape, reader);
  std::string text;
  for (const auto& column : columns) {
    if (!text.empty()) text += ',';
    text += field(column.header);
  }
  out << text << "\r\n";
  for (std::uint64_t first = 0; first < shape->rows && out; first += reader.rows()) {
    if (auto loaded = reader.load(first, std::min(shape->rows - first, reader.block_rows())); !loaded)
      return loaded;
    text.clear();
    for (std::uint64_t row = 0; row < reader.rows(); ++row) append_row(text, *shape, reader, columns, row);
    out << text;
  }
  if (!out.flush())
    return base::fail(fmt::format("cannot write {} as CSV", group), "the output does not take it");
  return {};
}

}  // namespace winnow::report
