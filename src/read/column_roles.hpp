#pragma once
// What is wanted of each column that a reader meets.

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "winnow/read/batch.hpp"
#include "winnow/read/wanted.hpp"

namespace winnow::read {

struct Role {
  static constexpr std::uint32_t no_key = std::numeric_limits<std::uint32_t>::max();

  Wish numbers = Wish::no;
  std::uint32_t key = no_key;  ///< index into the keys wanted

  [[nodiscard]] bool is_key() const { return key != no_key; }
  [[nodiscard]] bool is_wanted() const { return is_key() || numbers != Wish::no; }
};

/// Asks what is wanted of a column the first time that it is met, and remembers.
class ColumnRoles {
 public:
  /// `names` must outlive the roles.
  ColumnRoles(ColumnNames& names, Wanted wanted) : names_(names), wanted_(std::move(wanted)) {}

  [[nodiscard]] ColumnNames& names() const { return names_; }
  [[nodiscard]] const std::vector<KeyColumn>& keys() const { return wanted_.keys; }

  /// The role of a column that `names` knows.
  [[nodiscard]] Role of(ColumnNames::Id id) {
    if (roles_.size() <= id) ask(id);
    return roles_[id];
  }

  /// The role of any name; it is asked for anew each time.
  [[nodiscard]] Role of_name(std::string_view name) const;

 private:
  void ask(ColumnNames::Id last);

  ColumnNames& names_;
  Wanted wanted_;
  std::vector<Role> roles_;  ///< by id, as far as it goes
};

}  // namespace winnow::read
