#pragma once
// Small tables that one rank holds as a whole: the plan, the workers.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/table.hpp"

namespace winnow::store {

/// A table over vectors in memory. Rank 0 fills it; on the other ranks it stays without columns and owns no
/// row: `MemoryTable("run/workers", "worker")` is all they need for write_result.
class MemoryTable final : public base::TableSource {
 public:
  MemoryTable(std::string path, std::string row_dimension);

  /// Appends a variable; all must have the same number of values. Not after the first next().
  MemoryTable& add(std::string name, std::vector<double> values,
                   std::vector<base::Attribute> attributes = {});
  MemoryTable& add(std::string name, std::vector<std::int64_t> values,
                   std::vector<base::Attribute> attributes = {});
  MemoryTable& add(std::string name, const std::vector<std::string>& values,
                   std::vector<base::Attribute> attributes = {});

  MemoryTable& attribute(std::string name, std::string value);
  MemoryTable& attribute(std::string name, std::int64_t value);

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  MemoryTable& append(base::Variable variable, base::Cells cells, std::size_t rows);

  base::TableShape shape_;
  std::vector<base::Cells> columns_;
  std::uint64_t next_row_ = 0;
};

}  // namespace winnow::store
