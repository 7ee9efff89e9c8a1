#pragma once
// A look at a few files before the work begins.

#include <set>
#include <string>

#include "reduce/scheme.hpp"
#include "winnow/base/error.hpp"

namespace winnow::reduce {

/// The names of all columns in the first files that the walk finds and that can be read, at most `at_most` of
/// them. Fails if the walk cannot begin (read::FileWalk::open).
[[nodiscard]] base::Result<std::set<std::string>> columns_of_first_files(const Scheme& scheme,
                                                                         std::size_t at_most);

}  // namespace winnow::reduce
