#pragma once
// What is wrong with a parameter whose values are right each.

#include <string_view>
#include <vector>

#include "study/schema.hpp"

namespace winnow::study {

/// True for what may stand in an expression, in braces and in the name of a variable: letters, digits and _,
/// no digit first.
[[nodiscard]] bool is_identifier(std::string_view name);

[[nodiscard]] std::vector<Finding> check_parameter(const Parameter& parameter);

}  // namespace winnow::study
