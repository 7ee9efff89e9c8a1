#pragma once
// What is wrong with a problem whose sections are right each.

#include <vector>

#include "study/schema.hpp"

namespace winnow::study {

[[nodiscard]] std::vector<Finding> check_problem(const Optimize& problem);

}  // namespace winnow::study
