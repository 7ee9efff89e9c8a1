#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "report/row_reader.hpp"
#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

/// A table of a few thousand rows at most, whole. The file must outlive it.
class WholeTable {
 public:
  static base::Result<std::unique_ptr<WholeTable>> read(const store::ResultFile& file,
                                                        const std::string& group);
  WholeTable(const WholeTable&) = delete;
  WholeTable& operator=(const WholeTable&) = delete;

  [[nodiscard]] std::uint64_t rows() const { return shape_.rows; }
  [[nodiscard]] const base::TableShape& shape() const { return shape_; }
  [[nodiscard]] bool has(std::string_view variable) const { return index_of(variable).has_value(); }

  [[nodiscard]] double number(std::size_t variable, std::uint64_t row) const {
    return reader_.number(variable, row);
  }
  [[nodiscard]] std::string text(std::size_t variable, std::uint64_t row) const {
    return reader_.text(variable, row);
  }

  /// `missing` where there is no such variable.
  [[nodiscard]] double number(std::string_view variable, std::uint64_t row,
                              double missing = std::numeric_limits<double>::quiet_NaN()) const;

  /// Empty where there is no such variable.
  [[nodiscard]] std::string text(std::string_view variable, std::uint64_t row) const;

  /// Attributes of the table; empty and 0 where there is none of that name.
  [[nodiscard]] std::string attribute(std::string_view name) const;
  [[nodiscard]] std::uint64_t integer(std::string_view name) const;

 private:
  WholeTable(const store::ResultFile& file, base::TableShape shape);

  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view variable) const;

  base::TableShape shape_;
  RowReader reader_;
};

}  // namespace winnow::report
