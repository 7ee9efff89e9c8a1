#pragma once
// A parameter's value, as people write it.

#include <string>

#include "winnow/base/error.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::app {

/// The value of `parameter` that `word` stands for: a number within its bounds and on its grid, of a choice
/// the number of the choice. Fails on any other word; errors have neither advice nor place.
[[nodiscard]] base::Result<double> parameter_value(const evolve::Parameter& parameter,
                                                   const std::string& word);

}  // namespace winnow::app
