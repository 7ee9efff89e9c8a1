#pragma once
// The first population of a search, from a file.

#include <filesystem>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::app {

/// The individuals of the file, a line each, row-major, by columns of the space; of a choice its number.
/// Values stand between commas, where the line has none between tabs, else between blanks; those without
/// their separator in them may be quoted. What begins with # is a comment; a first line of the parameters'
/// names says in what order. Throws base::Failure, with the line, where a value is none of its parameter's;
/// and on a file without any.
[[nodiscard]] std::vector<double> read_initial_population(const std::filesystem::path& file,
                                                          const evolve::Space& space);

}  // namespace winnow::app
