#pragma once
// The tables that a problem leaves in the result file.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "optimize/evaluation_rows.hpp"
#include "optimize/search.hpp"
#include "winnow/base/table.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

using Tables = std::vector<std::unique_ptr<base::TableSource>>;

/// "latency = 0.25": a candidate's values as a study would write them, one for each parameter. A choice is
/// its word, an integer has no point, and a real number reads back as it is.
[[nodiscard]] std::vector<std::string> spelled_values(const evolve::Space& space,
                                                      std::span<const double> values);

/// What a shell is told to evaluate the candidate again. The problem has an `evaluate_command`.
[[nodiscard]] std::string command_of(const Problem& problem, std::span<const double> values);

/// optimize/evaluations and run/evaluations: one row an evaluation, in the order of asking. Each rank passes
/// its own rows.
void add_evaluation_tables(const Problem& problem, const EvaluationRows& rows, Tables& tables);

/// optimize/generations, run/generations, optimize/best and optimize/failures. Null on all ranks but the one
/// that has the search. `workers`: kernels of all ranks together.
void add_search_tables(const Problem& problem, const Search* search, std::size_t workers, Tables& tables);

}  // namespace winnow::optimize
