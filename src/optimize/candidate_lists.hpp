#pragma once
// Lists of candidates, cut and put together.

#include <cstddef>

#include "winnow/evolve/optimizer.hpp"

namespace winnow::optimize {

/// The `count` candidates from `first` on.
[[nodiscard]] evolve::Candidates part_of(const evolve::Candidates& all, std::size_t first, std::size_t count);

void append(const evolve::Candidates& from, std::size_t index, evolve::Candidates& to);

}  // namespace winnow::optimize
