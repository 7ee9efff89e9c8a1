#pragma once
// The cells of a table on its way into a file, by the names of its columns.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::test {

/// Numbers as they are, text cell by cell.
class Columns {
 public:
  explicit Columns(base::TableSource& table) : shape_(table.shape()) { table.next(1000, block_); }

  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const {
    return std::get<std::vector<std::int64_t>>(cells(name));
  }
  [[nodiscard]] std::vector<double> reals(std::string_view name) const {
    return std::get<std::vector<double>>(cells(name));
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const {
    const auto& all = std::get<std::string>(cells(name));
    std::vector<std::string> texts;
    for (std::uint64_t row = 0; row < block_.rows; ++row) {
      texts.emplace_back(store::text_cell(all, variable(name).text_width, row));
    }
    return texts;
  }
  [[nodiscard]] std::string units(std::string_view name) const {
    for (const auto& attribute : variable(name).attributes) {
      if (attribute.name == "units") return std::get<std::string>(attribute.value);
    }
    return "none";
  }

 private:
  [[nodiscard]] std::size_t index(std::string_view name) const {
    for (std::size_t i = 0; i < shape_.variables.size(); ++i) {
      if (shape_.variables[i].name == name) return i;
    }
    throw std::out_of_range("no column " + std::string(name));
  }
  [[nodiscard]] const base::Variable& variable(std::string_view name) const {
    return shape_.variables[index(name)];
  }
  [[nodiscard]] const base::Cells& cells(std::string_view name) const { return block_.cells[index(name)]; }

  base::TableShape shape_;
  base::Block block_;
};

}  // namespace winnow::test
