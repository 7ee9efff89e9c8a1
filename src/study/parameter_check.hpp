#pragma once
// What is wrong with a parameter whose values are right each.

#include <vector>

#include "study/schema.hpp"

namespace winnow::study {

[[nodiscard]] std::vector<Finding> check_parameter(const Parameter& parameter);

}  // namespace winnow::study
