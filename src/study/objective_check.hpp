#pragma once
// What is wrong with an objective whose values are right each.

#include <vector>

#include "study/schema.hpp"

namespace winnow::study {

[[nodiscard]] std::vector<Finding> check_objective(const Objective& objective);
[[nodiscard]] std::vector<Finding> check_reading(const Reading& reading);

}  // namespace winnow::study
