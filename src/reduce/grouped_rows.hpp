#pragma once
// The rows of a batch, group by group.

#include <cstdint>
#include <span>
#include <vector>

#include "reduce/key_table.hpp"

namespace winnow::reduce {

/// Which rows are of which group, so that what is known of a group is looked up once for all its rows. Takes
/// 4 bytes for each number up to the largest of a group.
class GroupedRows {
 public:
  struct Group {
    KeyTable::Id id;
    std::span<const std::uint32_t> rows;  ///< ascending
  };

  /// `groups`: of each row.
  void sort(std::span<const KeyTable::Id> groups);

  /// Each group that has rows, in order of its first row. Valid until the next sort().
  [[nodiscard]] std::span<const Group> groups() const { return groups_; }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  std::vector<std::uint32_t> place_of_;  ///< in groups_, by id; `none` between two calls
  std::vector<std::uint32_t> places_;    ///< in groups_, by row
  std::vector<std::uint32_t> ends_;      ///< by place: of the rows written so far
  std::vector<std::uint32_t> rows_;
  std::vector<Group> groups_;
};

}  // namespace winnow::reduce
