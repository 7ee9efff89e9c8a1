#pragma once
// What options must be to fit each other and the space, and what follows from both.

#include <cstddef>

#include "winnow/base/error.hpp"
#include "winnow/evolve/options.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::evolve {

[[nodiscard]] base::Result<void> check_options(const Space& space, const Options& options);

/// The individuals at first, of valid options: those asked for, those given, or the algorithm's own number.
[[nodiscard]] std::size_t first_population(const Space& space, const Options& options);

}  // namespace winnow::evolve
