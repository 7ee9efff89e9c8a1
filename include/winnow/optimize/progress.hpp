#pragma once
// Where a search stands, for people.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "winnow/base/units.hpp"

namespace winnow::optimize {

enum class SearchEnd : std::uint8_t {
  none,  ///< it goes on, or was stopped from outside
  evaluations,
  generations,
  target,
  tolerance,
  time,
  crashes,  ///< too many evaluations failed
  unable,   ///< evaluations could not be begun
  full,     ///< what is evaluated could not be kept
  replayed  ///< its journal was at its end
};

/// "its evaluations were done", "the target was reached", …
[[nodiscard]] std::string words_of(SearchEnd end);

struct SearchStatus {
  std::string name;  ///< of the problem
  std::uint64_t evaluations = 0;
  std::uint64_t failures = 0;
  std::uint64_t retried = 0;                                 ///< tries that failed and were made again
  std::uint64_t cached = 0;                                  ///< evaluations that were known already
  std::uint64_t polishing = 0;                               ///< evaluations beyond the budget, to polish
  std::optional<std::uint64_t> of;                           ///< evaluations, if there is such a budget
  double best = std::numeric_limits<double>::quiet_NaN();    ///< the user's value; NaN: none yet
  bool is_feasible = true;                                   ///< the best is
  double spread = std::numeric_limits<double>::quiet_NaN();  ///< of the population's objectives
  SearchEnd end = SearchEnd::none;
};

}  // namespace winnow::optimize
