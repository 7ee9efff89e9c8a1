#pragma once
// What names are made of.

#include <string_view>

namespace winnow::study {

/// True for what may stand in an expression, in braces and in the name of a variable: letters, digits and _,
/// no digit first.
[[nodiscard]] bool is_identifier(std::string_view name);

/// True for letters, digits, _, - and dots, which join the names of nested fields.
[[nodiscard]] bool is_field_name(std::string_view name);

}  // namespace winnow::study
