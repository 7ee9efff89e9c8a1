#include "read/column_roles.hpp"

#include <algorithm>

namespace winnow::read {

void ColumnRoles::ask(ColumnNames::Id last) {
  while (roles_.size() <= last) {
    roles_.push_back(of_name(names_.name_of(static_cast<ColumnNames::Id>(roles_.size()))));
  }
}

Role ColumnRoles::of_name(std::string_view name) const {
  Role role;
  role.numbers = wanted_.numbers ? wanted_.numbers(name) : Wish::if_numbers;
  const auto key = std::ranges::find(wanted_.keys, name, &KeyColumn::name);
  if (key != wanted_.keys.end()) {
    role.key = static_cast<std::uint32_t>(key - wanted_.keys.begin());
    if (role.numbers == Wish::if_numbers) role.numbers = Wish::no;
  }
  return role;
}

}  // namespace winnow::read
